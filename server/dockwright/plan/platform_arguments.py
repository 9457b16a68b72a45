"""The values that `--platform` gives to the ARGs of a build (containerd/platforms, Normalize)."""

from __future__ import annotations

_ARCHITECTURES = {
    "x86_64": "amd64", "x86-64": "amd64", "aarch64": "arm64", "i386": "386", "armhf": "arm", "armel": "arm",
}  # fmt: skip


def arguments(platform: str, target: str = "") -> dict[str, str]:
    """The values of TARGETPLATFORM and the like for a platform such as `linux/arm64`."""
    system, _, rest = platform.lower().partition("/")
    architecture, _, variant = rest.partition("/")
    if not architecture:
        return {}
    variant = {"armhf": "v7", "armel": "v6"}.get(architecture, variant)
    architecture = _ARCHITECTURES.get(architecture, architecture)
    if architecture == "arm" and not variant:
        variant = "v7"
    if (architecture, variant) in (("arm64", "v8"), ("arm64", "8"), ("amd64", "v1")):
        variant = ""
    if architecture == "arm" and variant.isdigit():
        variant = f"v{variant}"
    return {
        "TARGETPLATFORM": "/".join(part for part in (system, architecture, variant) if part),
        "TARGETOS": system,
        "TARGETARCH": architecture,
        "TARGETVARIANT": variant,
        "TARGETSTAGE": target or "default",
    }
