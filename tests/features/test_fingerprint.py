import os
import shutil
import subprocess
import sys
from pathlib import Path

import features
from features.fingerprint import digest_of_code


def test_the_digest_of_the_code_changes_with_any_line_of_code_or_word_list_and_with_nothing_else(tmp_path):
    source = Path(features.__file__).parent

    def digest(change=None):
        shutil.rmtree(tmp_path / "src", ignore_errors=True)
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, tmp_path / "src" / "features", ignore=ignored, copy_function=shutil.copyfile)
        if change:
            with open(tmp_path / "src" / "features" / change, "a") as file:
                file.write("\n")
        # Numba’s cache stays where it is valid: nothing is compiled for an import.
        program = "from features.fingerprint import digest_of_code, __file__; print(__file__, digest_of_code())"
        environment = os.environ | {"PYTHONPATH": str(tmp_path / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        told = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
        ).stdout.split()
        assert told[0].startswith(str(tmp_path))
        return told[1]

    lexicon = next((source / "sentiment" / "lexicons").glob("*.csv")).relative_to(source)
    assert digest() == digest_of_code()
    assert len({digest("reading/dates.py"), digest(lexicon), digest_of_code()}) == 3
