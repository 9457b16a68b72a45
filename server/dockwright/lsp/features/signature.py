"""Signature help."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session

if TYPE_CHECKING:
    from dockwright.ide.signature import Form
    from dockwright.l10n.parts import Say

_WORD = re.compile(r"(?<![\w-])[a-z]+\b")
OPTIONS = types.SignatureHelpOptions(trigger_characters=[" ", "[", ",", "=", ":", "/"])


@feature(types.TEXT_DOCUMENT_SIGNATURE_HELP, OPTIONS)
def signature(session: Session, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
    """The forms of the instruction under the cursor."""
    document = session.dockerfile_at(params.text_document.uri, params.position)
    find = ask("signature", "signature")
    found = find(document.snapshot, document.offset(params.position)) if document and find else None
    if found is None:
        return None
    forms = [_form(form, session.client.label_offsets, session.say) for form in found.forms]
    return types.SignatureHelp(forms, active_signature=found.form, active_parameter=found.parameter)


def _form(form: Form, offsets: bool, say: Say) -> types.SignatureInformation:
    label, parameters, done = "", [], 0
    for span, about in zip(form.parameters, form.about, strict=True):
        label += form.label[done : span.start]
        name = _WORD.sub(lambda word: say(word[0]), form.label[span.start : span.end])
        place = (len(label), len(label) + len(name))
        parameters.append(types.ParameterInformation(place if offsets else name, say(about)))
        label += name
        done = span.end
    return types.SignatureInformation(label + form.label[done:], parameters=parameters)
