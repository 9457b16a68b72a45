"""One module per group of features: handlers convert parameters, call a function of `ide`, convert the result.

Adding a file registers it. A handler takes the session and the parameters that `lsprotocol` names:

    @feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding(session: Session, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        document = session.document(params.text_document.uri)
        ...

Import modules of `ide` within the handler: everything imported here is paid for before the editor can start.
"""
