"""The start looks whether attached files can be kept, and says in one sentence when they can't."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from testing.bucket import files_in, speaking_s3

from requite.cli import checks_files
from requite.cli.errors import SetupError
from requite.kernel.storing import client_options


def test_says_which_bucket_cannot_be_used_and_why(tmp_path: Path) -> None:
    with speaking_s3() as service:
        files = files_in(service, tmp_path)
        bucket = boto3.resource("s3", **client_options(files)).Bucket("crm")
        bucket.create()
        checks_files.check_bucket(files)
        assert list(bucket.objects.all()) == []
        with pytest.raises(SetupError, match=r"The bucket elsewhere can't be used for files \(there is no such bucket\)"):
            checks_files.check_bucket(replace(files, bucket="elsewhere"))
    for endpoint in (service, "http://127.0.0.1:9", "nonsense"):
        with pytest.raises(SetupError, match=r"The bucket crm can't be used .* REQUITE_S3_"):
            checks_files.check_bucket(replace(files, endpoint=endpoint))


def test_says_which_folder_cannot_be_written(tmp_path: Path) -> None:
    checks_files.check_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match=r"The folder for files .*file/b can't be written"):
        checks_files.check_folder(tmp_path / "file" / "b")
