"""Host files: Compose, Bake, devcontainer.json and GitHub workflows, as far as they name something of a Dockerfile.

The readers of `context/builds` say what builds there are. Each `Build` that they find has `references`: the exact
ranges of the values that it was made from, wherever they stand (an extended service in another file, a merged mapping,
an inherited target). A reference whose value comes from an expression is kept, with what stands in the way of an edit.

`host_facts` puts the builds of one host file and the Dockerfiles that they name together, in the background;
`ide/hosts` answers from that without reading anything. On the side of the Dockerfile, `Context.builds` are its builds.
"""
