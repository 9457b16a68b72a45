"""Signature help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session

if TYPE_CHECKING:
    from dockwright.ide.signature import Form
    from dockwright.l10n.parts import Say

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
    parameters = [
        types.ParameterInformation((span.start, span.end) if offsets else form.label[span.start : span.end], say(text))
        for span, text in zip(form.parameters, form.about, strict=True)
    ]
    return types.SignatureInformation(form.label, parameters=parameters)
