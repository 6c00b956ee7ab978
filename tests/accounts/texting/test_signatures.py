"""Signatures of requests: the worked examples of both documentations, each by the code that signs ours."""

from datetime import UTC, datetime

import pytest

from accounts.texting import aliyun, tencent

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
INSTANCES = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
AT = datetime.fromtimestamp(1551113065, UTC)


def test_the_example_of_alibaba_cloud() -> None:
    """help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature, 固定参数示例: RunInstances."""
    signed = aliyun.authorization(
        "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
        {
            "host": "ecs.cn-shanghai.aliyuncs.com",
            "x-acs-action": "RunInstances",
            "x-acs-content-sha256": EMPTY,
            "x-acs-date": "2023-10-26T10:22:32Z",
            "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
            "x-acs-version": "2014-05-26",
        },
        key_id="YourAccessKeyId",
        secret="YourAccessKeySecret",
    )
    assert signed == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
        "x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


@pytest.mark.parametrize(
    ("signed", "key_id", "secret", "signature"),
    [
        # www.tencentcloud.com/document/api/1021/34193, of 2021: two headers.
        (
            {},
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
            "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
        ),
        # cloud.tencent.com/document/product/213/30654, since: the action, too; its keys are the stars that it prints.
        (
            {"x-tc-action": "DescribeInstances"},
            "AKID********************************",
            "********************************",
            "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
        ),
    ],
    ids=["two headers", "with the action"],
)
def test_the_examples_of_tencent_cloud(signed, key_id, secret, signature) -> None:
    """“签名方法 v3”: DescribeInstances at 1551113065, with the escapes in the body as they stand there."""
    headers = {"content-type": "application/json; charset=utf-8", "host": "cvm.tencentcloudapi.com"} | signed
    made = tencent.authorization(headers, INSTANCES, service="cvm", now=AT, key_id=key_id, secret=secret)
    names = ";".join(sorted(headers))
    assert made == (
        f"TC3-HMAC-SHA256 Credential={key_id}/2019-02-25/cvm/tc3_request, SignedHeaders={names}, Signature={signature}"
    )
