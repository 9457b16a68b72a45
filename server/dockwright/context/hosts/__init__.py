"""Host files: Compose, Bake, devcontainer.json and GitHub workflows, as far as they name something of a Dockerfile.

The readers of `context/builds` say what builds there are. Each `Build` that they find has `references`: the exact ranges of
the values that it was made from, wherever they stand (an extended service in another file, a merged mapping, an inherited
target). A reference whose value comes from an expression is kept, with what stands in the way of editing it.

`dockerfile_facts` are what a Dockerfile declares: stages, ARGs, mounts that ask for secrets. `host_facts` puts both
together for one host file, in the background; `ide/hosts` answers from that without reading anything. On the side of the
Dockerfile, `Context.builds` are its builds with their references.
"""
