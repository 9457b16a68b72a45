"""The levels of hadolint's rules in its profile, by hadolint's code."""

from __future__ import annotations

from dockwright.findings.finding import Severity

_ERROR = "DL3000 DL3004 DL3011 DL3012 DL3020 DL3021 DL3023 DL3024 DL3026 DL3043 DL3044 DL3061 DL4000 DL4004"
_WARNING = (
    "DL3002 DL3006 DL3007 DL3008 DL3013 DL3014 DL3016 DL3018 DL3022 DL3025 DL3027 DL3028 DL3029 DL3030 DL3032 DL3033 "
    "DL3034 DL3035 DL3036 DL3037 DL3038 DL3040 DL3041 DL3042 DL3045 DL3046 DL3051 DL3052 DL3053 DL3054 DL3055 DL3056 "
    "DL3058 DL3062 DL3063 DL3064 DL3065 DL3067 DL4001 DL4003 DL4005 DL4006 DL3003 "
    "healthcheck-shell-form"
)
_INFORMATION = "DL3001 DL3009 DL3010 DL3015 DL3019 DL3047 DL3049 DL3050 DL3059 DL3060 DL3066"
_STYLE = "DL3048"
_OFF = (
    "DL1001 DL3057 piped-download-unchecked admin-port clear-text-download insecure-run password-in-text set-user-id "
    "signature-not-verified sudo-without-password tls-not-verified workdir-of-system"
)

HADOLINT = {
    code: level
    for level, codes in (
        (Severity.ERROR, _ERROR),
        (Severity.WARNING, _WARNING),
        (Severity.INFORMATION, _INFORMATION),
        (Severity.HINT, _STYLE),
        (Severity.OFF, _OFF),
    )
    for code in codes.split()
}
"""hadolint's `style` is a hint here; the last group runs only if enabled."""
