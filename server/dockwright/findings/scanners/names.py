"""What other scanners call what our rules find: names for settings and comments.

Trivy: avd.aquasec.com/misconfig/dockerfile. KICS, whose queries have ids: docs.kics.io, Dockerfile queries.
SonarQube: the rules of sonar-iac for Docker. checkov's names stand at the rules, or below where a rule has several.
"""

from __future__ import annotations

_ONE = """
CKV_DOCKER_3 DL3002
trivy/DS-0005 DL3020
trivy/DS-0007 DL4004
trivy/DS-0008 invalid-port
trivy/DS-0011 DL3021
trivy/DS-0013 DL3003
trivy/DS-0014 DL4001
trivy/DS-0015 DL3032
trivy/DS-0016 DL4003
trivy/DS-0019 DL3040
trivy/DS-0020 DL3036
trivy/DS-0021 DL3014
trivy/DS-0023 DL3012
trivy/DS-0025 DL3019
trivy/DS-0029 DL3015
trivy/DS-0031 SecretsUsedInArgOrEnv
sonar/S2612 world-writable
sonar/S4830 tls-not-verified
sonar/S5332 clear-text-download
sonar/S6437 password-in-text
sonar/S6470 copies-too-much
sonar/S6471 DL3002
sonar/S6472 SecretsUsedInArgOrEnv
sonar/S6473 admin-port
sonar/S6474 download-without-checksum
sonar/S6476 ConsistentInstructionCasing
sonar/S6500 DL3015
sonar/S6502 insecure-run
sonar/S6586 MaintainerDeprecated
sonar/S6589 MultipleInstructionsDisallowed
sonar/S6595 update-without-install
sonar/S6597 DL3003
sonar/S7019 JSONArgsRecommended
sonar/S7021 WorkdirRelativePath
sonar/S7023 base-without-digest
sonar/S7029 DL3020
sonar/S7030 invalid-json-form
sonar/S7031 DL3059
kics/71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e invalid-port
kics/6db6e0c2-32a3-4a2e-93b5-72c35f4119db DL3021
kics/fd54f200-402c-4333-a5a4-36ef6709af2f DL3002
kics/67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae DL3002
kics/6b376af8-cfe8-49ab-a08d-f32de23661a4 WorkdirRelativePath
kics/f2daed12-c802-49cd-afed-fe41d0b82fed DuplicateStageName
kics/6938958b-3f1a-451c-909b-baeee14bdc97 DL4004
kics/41c195f4-fc31-4a5c-8a1b-90605538d49f DL4003
kics/8ada6e80-0ade-439e-b176-0b28f6bce35a DL3004
kics/f4a6bcd3-e231-4acf-993c-aa027be50d2e DL3003
kics/68a51e22-ae5a-4d48-8e87-b01a323605c9 DL3022
kics/9bae49be-0aa3-4de5-bab2-4c3a069e40cd update-without-install
kics/b86987e1-6397-4619-81d5-8807f2387c79 JSONArgsRecommended
kics/8a301064-c291-4b20-adcb-403fe7fd95fd DL4005
kics/efbf148a-67e9-42d2-ac47-02fa1c0d0b22 DL4006
kics/965a08d7-ef86-4f14-8792-4a3b2098937e DL3008
kics/77783205-c4ca-4f80-bb80-c777f267c547 DL3014
kics/00481784-25aa-4a55-8633-3136dfcf4f37 DL3032
kics/22cd11f7-9c6c-4f6e-84c0-02058120b341 DL3028
kics/93d88cf7-f078-46a8-8ddc-178e03aeacf1 DL3041
kics/e36d8880-3f78-4546-b9a1-12f0745ca0d5 DL3016
kics/fc775e75-fcfb-4c98-b2f2-910c5858b359 DL4001
kics/6452c424-1d92-4deb-bb18-a03e95d579c4 DL3033
kics/7ebd323c-31b7-4e5b-b26f-de5e9e477af8 DL3038
kics/295acb63-9246-4b21-b441-7c1f1fb62dc0 DL3040
kics/f2f903fb-b977-461e-98d7-b3e2185c6118 DL3042
kics/6e19193a-8753-436d-8a09-76dcff91bb03 DL3030
kics/38300d1a-feb2-4a48-936a-d1ef1cd24313 DL3036
kics/562952e4-0348-4dea-9826-44f3a2c6117b DL3037
kics/9efb0b2d-89c9-41a3-91ca-dcc0aec911fd DL3006
kics/b16e8501-ef3c-44e1-a543-a093238099c9 FromPlatformFlagConstDisallowed
kics/02d9c71f-3ee8-4986-9c27-1a20d0d19bfc DL3013
kics/b84a0b47-2e99-4c9f-8933-98bcabe2b94d DL3027
kics/d3499f6d-1651-41bb-a9a7-de925fea487b DL3018
kics/45e1fca5-f90e-465d-825f-c2cb63fa3944 DL3034
kics/f45ea400-6bbe-4501-9fc7-1c3d75c32067 DL3007
kics/99614418-f82b-4852-a9ae-5051402b741c MaintainerDeprecated
kics/9513a694-aa0d-41d8-be61-3271e056f36b DL3020
kics/b03a748a-542d-44f4-bb86-9199ab4fd2d5 DL3057
kics/df746b39-6564-4fed-bf85-e9c44382303c DL3009
kics/7384dfb2-fcd1-4fbf-91cd-6c44c318c33c DL3015
kics/ae9c56a6-3ed1-4ac0-9b54-31267f51151d DL3019
"""
_SEVERAL = {
    "S6587": ("DL3009", "DL3019", "DL3032", "DL3036", "DL3040"),
    "S6584": ("DL3014", "DL3030", "DL3034", "DL3038"),
    "S6596": ("DL3006", "DL3007"),
}


def _by_rule() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _ONE.split("\n"):
        name, _, own = line.partition(" ")
        found[own] = (*found.get(own, ()), name)
    return found


ALIASES = _by_rule()
"""Further names of a rule, by its code, or of a part of one, by the first name of that."""
WIDER = {code: (name,) for name, codes in _SEVERAL.items() for code in codes}
"""Names that mean several of our rules, by the code of each."""
