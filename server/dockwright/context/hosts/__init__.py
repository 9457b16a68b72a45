"""Host files: Compose, Bake, devcontainer.json and GitHub workflows, as far as they refer to parts of a Dockerfile.

The readers in `context/builds` find the builds. Each `Build` has `references`: the exact ranges of the values it was
made from, wherever they are (an extended service in another file, a merged mapping, an inherited target). A reference
whose value comes from an expression is included, with the reason why it cannot be edited.

`names` are those that builds of one file have for each other: targets and groups of Bake, services of Compose.

`host_facts` combines the builds of one host file with the Dockerfiles that they name, in the background; `ide/hosts`
answers requests from that without reading files. For a Dockerfile, `Context.builds` are its builds.
"""
