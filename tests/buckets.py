"""What stands in for S3: a server of one's own for a process, and a bucket of one's own for a test.

TRIED_STORE=http://127.0.0.1:8080 has the same tests try a real store instead, whose account the AWS_… variables name.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

TRIED_STORE = os.environ.get("TRIED_STORE", "")


@dataclass(frozen=True)
class Bucket:
    """A bucket as another program sees it; Comity has what lies below its prefix."""

    client: Any
    name: str
    prefix: str = "office"

    @property
    def address(self) -> str:
        """What COMITY_FILES says."""
        return f"s3://{self.name}/{self.prefix}"

    def files(self) -> dict[str, bytes]:
        """Every file that Comity keeps here."""
        found = self.client.list_objects_v2(Bucket=self.name, Prefix=f"{self.prefix}/").get("Contents", [])
        return {one["Key"].removeprefix(f"{self.prefix}/"): self._content(one["Key"]) for one in found}

    def _content(self, key: str) -> bytes:
        return self.client.get_object(Bucket=self.name, Key=key)["Body"].read()

    def put(self, key: str, content: bytes, **facts: Any) -> None:
        """Somebody else puts something into the bucket."""
        self.client.put_object(Bucket=self.name, Key=key, Body=content, **facts)

    def vanish(self) -> None:
        """The bucket is gone, with all that it held."""
        for one in self.client.list_objects_v2(Bucket=self.name).get("Contents", []):
            self.client.delete_object(Bucket=self.name, Key=one["Key"])
        self.client.delete_bucket(Bucket=self.name)


@pytest.fixture(scope="session")
def s3():
    """A server that speaks like S3, named in the environment as an operator names it."""
    if TRIED_STORE:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("AWS_ENDPOINT_URL_S3", TRIED_STORE)
            yield boto3.client("s3")
        return
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in environment_of(f"http://{host}:{port}").items():
            environment.setenv(name, value)
        yield boto3.client("s3")
    server.stop()


def environment_of(address: str) -> dict[str, str]:
    """The variables by which an operator names a store at an address and the account there."""
    account = {"AWS_ACCESS_KEY_ID": "comity", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
    return account | {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL_S3": address, "AWS_ALLOW_HTTP": "true"}


@pytest.fixture
def bucket(s3, settings):
    """An empty bucket."""
    settings.FILES_OVER_HTTP = True
    made = Bucket(s3, f"comity-test-{uuid4().hex}")
    s3.create_bucket(Bucket=made.name)
    return made


@pytest.fixture
def in_object_storage(bucket, settings):
    """Evidence lies in the bucket instead of in a folder."""
    settings.FILES = bucket.address
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "comity.files.objects.ObjectFiles"}}
    return bucket
