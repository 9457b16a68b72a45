"""Bake files: what Bake makes of matrices, functions, inheritance and files that are laid over each other."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dockwright.context.builds.discovery import discover
from dockwright.context.builds.hcl import blocks
from dockwright.context.values import Build, Workspace


def builds(*dockerfiles: str, told: list[str] | None = None, **texts: str) -> dict[str, Build]:
    """The builds by name; a key `docker_bake__hcl` stands for the file `docker-bake.hcl`."""
    named = {name.replace("___", "/").replace("__", ".").replace("_", "-"): text for name, text in texts.items()}
    files = {**named, **dict.fromkeys(dockerfiles, "")}
    heard = told if told is not None else []
    workspace = Workspace({path: len(text) for path, text in files.items()}, files.get, heard.append)
    return {build.name: build for build in discover(workspace) if build.kind == "bake"}


def test_a_matrix_of_strings_and_maps() -> None:
    text = """
target "app" {
  name = "app-${item.name}-${replace(version, ".", "-")}"
  matrix = {
    item = [{ name = "web", dir = "frontend" }, { name = "api", dir = "backend" }]
    version = ["1", "2.0"]
  }
  context = "./${item.dir}"
  target = item.name
  args = { VERSION = version }
}
"""
    found = builds("frontend/Dockerfile", "backend/Dockerfile", docker_bake__hcl=text)
    assert {name: (build.context, build.target, build.args["VERSION"]) for name, build in found.items()} == {
        "app-web-1": ("frontend", "web", "1"),
        "app-web-2-0": ("frontend", "web", "2.0"),
        "app-api-1": ("backend", "api", "1"),
        "app-api-2-0": ("backend", "api", "2.0"),
    }


def test_a_matrix_that_is_cut_is_told() -> None:
    text = 'target "x" {\n name = "x-${a}-${b}"\n matrix = { a = range(20), b = range(0, 20) }\n context = "."\n}\n'
    told: list[str] = []
    assert len(builds("Dockerfile", told=told, docker_bake__hcl=text)) == 100
    assert told == ["docker-bake.hcl:1: the matrix of x has more than 100 combinations; only the first are read"]


@pytest.mark.parametrize(
    ("value", "comes_to"),
    [
        ('"a-${V}"', "a-1.2"),
        ('"$${V} %%{x} \\"q\\" \\u0041"', '${V} %{x} "q" A'),
        ('V == "1.2" ? "yes" : "no"', "yes"),
        ('notequal("", V) ? "${upper("x")}${V}" : ""', "X1.2"),
        ('and(equal(V, "1.2"), not(false)) && !(1 > 2)', "true"),
        ('join("-", [for x in split(".", V) : "v${x}" if x != "3"])', "v1-v2"),
        ('{ for k, v in { a = "b" } : upper(k) => v }["A"]', "b"),
        ('concat(["a"], ["b"], LIST)[2]', "c"),
        ("LIST.0", "c"),
        ('format("%s/%v:%d%%", "x", true, 3)', "x/true:3%"),
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("coalesce(null, \"\", V)", "1.2"),
        ("tag(\"app\", \"a\", \"b\")", "app:a,b"),
        ("lookup({ a = 1 }, \"b\", \"none\")", "none"),
        ('substr("abcdef", 1, 3)', "bcd"),
        ("<<-END\n    one ${V}\n      two\n    END", "one 1.2\n  two\n"),
        ('trimprefix(\n  "v1", # what\n  "v",\n)', "1"),
        ("GIVEN", "$unknown"),
        ('GIVEN == "" ? "a" : "b"', "$unknown"),
        ('GIVEN == "" ? "a" : "a"', "a"),
        ("timestamp()", "$unknown"),
        ("LOOP", "$unknown"),
        ('"%{ if true }a%{ endif }"', "$unknown"),
        ("1 / 0", "$unknown"),
        ("[1][7]", "$unknown"),
        ('"a ${~ V ~} b"', "a1.2b"),
        ('"a %%{~ V ~} $$${"', "a %{~ V ~} $${"),
        ('[["a", "b"]].0.1', "b"),
        ('LIST[*] == "c" ? "a" : "b"', "$unknown"),
        ("upper (V) == V ? 1 : 2", "1"),
        ("9" * 5_000, "$unknown"),
        ("<<END\none\r\n ENDING\r\n  END\r", "one\r\n ENDING\r\n"),
        ("<<END\n${upper(<<IN\nx\nIN\n)}\nEND", "X\n\n"),
        ("{ a = 1, # what\n b : [\n 2\n] }.b[0]", "2"),
        ("- -(1 + 1)", "2"),
        ("2 * 3 == 6 || false ? V : null", "1.2"),
        ('{ "${V}" = 1, (upper("a")) = 2 }["A"]', "2"),
    ],
)  # fmt: skip
def test_expressions(value: str, comes_to: str) -> None:
    text = f"""
variable "V" {{ default = "1.2" }}
variable "LIST" {{
  type = list(string)
  default = ["c"]
}}
variable "GIVEN" {{}}
variable "LOOP" {{ default = LOOP }}
function "tag" {{
  params = [name]
  variadic_params = [rest]
  result = "${{name}}:${{join(",", rest)}}"
}}
target "a" {{
  context = "."
  args = {{
    X = {value}
  }}
}}
"""
    assert builds("Dockerfile", docker_bake__hcl=text)["a"].args == {"X": comes_to}


def test_later_parents_come_before_earlier_ones_and_the_target_before_all() -> None:
    text = """
target "one" {
  dockerfile = "One"
  args = { A = "1", B = "1", C = "1" }
}
target "two" {
  inherits = ["one"]
  dockerfile = "Two"
  args = { B = "2", C = "2" }
}
target "three" { args = { B = "3" } }
target "app" {
  inherits = ["two", "three", "docker-metadata-action"]
  args = { C = "4", D = null }
}
"""
    found = builds("One", "Two", docker_bake__hcl=text)
    assert found["app"].dockerfile == "Two"
    assert found["app"].args == {"A": "1", "B": "3", "C": "4"}


def test_files_are_laid_over_each_other() -> None:
    found = builds(
        "web/Dockerfile", "web/Over", "svc/File", "svc/Dockerfile",
        compose__yaml="services:\n  svc:\n    build: {context: svc, dockerfile: File, args: [A=1]}\n",
        docker_bake__json='{"variable": {"DIR": {"default": "web"}}, "target": {"app": {"context": "${DIR}"}}}',
        docker_bake__hcl='target "svc" {\n args = { B = "2" }\n}\n',
        docker_bake__override__hcl='target "app" {\n dockerfile = "Over"\n}\n',
    )  # fmt: skip
    assert (found["app"].dockerfile, found["app"].context) == ("web/Over", "web")
    assert (found["app"].file, found["app"].line) == ("docker-bake.override.hcl", 1)
    assert (found["svc"].dockerfile, found["svc"].context, found["svc"].args) == (
        "svc/File",
        "svc",
        {"A": "1", "B": "2"},
    )


def test_what_builds_no_file_of_the_workspace() -> None:
    text = """
target "inline" {
  context = "."
  dockerfile-inline = "FROM alpine"
}
target "remote" { context = "https://example.org/x.git" }
target "_base" { platforms = ["linux/amd64"] }
target "docker-metadata-action" {}
group "default" { targets = ["app"] }
target "app" { inherits = ["_base"] }
"""
    assert set(builds("Dockerfile", docker_bake__hcl=text)) == {"app"}


def test_named_contexts() -> None:
    text = 'target "a" {\n context = "."\n contexts = { b = "target:b", c = "./c", d = "docker-image://d" }\n}\n'
    found = builds("Dockerfile", ci___bake__hcl=text)["a"]
    assert dict(found.contexts) == {"b": "target:b", "c": "./c", "d": "docker-image://d"}
    assert found.folder == "", "a file that is named is named where Bake runs, mostly at the root"


def test_a_file_of_another_program_loads_nothing() -> None:
    code = """if True:
        import sys
        from dockwright.context.builds.discovery import discover
        from dockwright.context.values import Workspace
        files = {"Dockerfile": "", "terragrunt.hcl": 'inputs = { a = 1, target = "b" }\\n', "x.hcl": sys.argv[1]}
        list(discover(Workspace({path: len(text) for path, text in files.items()}, files.get)))
        print("lark" in sys.modules)
    """
    for text, loads in (("resource {}\n", "False"), ('target"a" {}\n', "True")):
        done = subprocess.run([sys.executable, "-c", code, text], capture_output=True, text=True, check=True)
        assert done.stdout.split() == [loads]


def test_variables_of_a_file_beside() -> None:
    text = 'target "a" {\n dockerfile = "ci/Dockerfile.${V}"\n}\n'
    found = builds("ci/Dockerfile.3", ci___bake__hcl=text, ci___versions__hcl='variable "V" { default = "3" }')
    assert found["a"].context == ""


def test_a_dockerfile_counts_from_the_context_alone() -> None:
    text = 'target "a" {\n context = "src"\n}\ntarget "b" {\n context = "src"\n dockerfile = "src/B"\n}\n'
    text += 'target "c" {\n context = "src"\n dockerfile = "cwd://C"\n}\n'
    found = builds("Dockerfile", "src/B", "C", "src/main.go", docker_bake__hcl=text)
    assert {name: (build.dockerfile, build.context) for name, build in found.items()} == {
        "a": ("src/Dockerfile", "src"),
        "b": ("src/src/B", "src"),
        "c": ("C", "src"),
    }


@pytest.mark.parametrize(
    "context",
    ["https://example.org/x.git#main", "git@example.org:x", "example.org:x/y", "target:base", "/srv", "../x", "${X}"],
)
def test_a_context_that_is_no_folder_of_the_workspace(context: str) -> None:
    text = f'target "a" {{\n context = "{context}"\n}}\n'
    assert builds("Dockerfile", "sub/Dockerfile", docker_bake__hcl=text) == {}


def test_what_is_no_hcl_is_left_out() -> None:
    text = 'target "a" {\n context = "."\n x = ]\n}\ntarget "b" {\n context = "."\n}\n'
    assert set(builds("Dockerfile", docker_bake__hcl=text)) == {"b"}


@pytest.mark.parametrize(
    "text",
    [
        'target "a" { context = "."',
        'target "a" {\n context = "."\n args = {\n X = 1',
        'target "a" {\n context = "."\n} ]',
        'target "a" {\n context = "."\n}\n/* never closed',
        '\ufefftarget "a" {\r\n context = "."\r\n}\r\n',
        'target a { "context" = "." }',
    ],
)
def test_what_is_whole_is_read(text: str) -> None:
    assert set(builds("Dockerfile", docker_bake__hcl=text)) == {"a"}


@pytest.mark.parametrize("value", ['["a\n"]', "(1\n", "1 +\n 2", "{ a = 1 b = 2 }", '"${', "<<END\nx", "for", '"\\"'])
def test_a_value_that_is_no_hcl(value: str) -> None:
    text = f'target "a" {{\n context = "."\n args = {{ X = {value} }}\n}}\ntarget "b" {{\n context = "."\n}}\n'
    found = builds("Dockerfile", docker_bake__hcl=text)
    assert "b" in found and ("a" not in found or found["a"].args == {"X": "$unknown"})


def test_lines_are_those_of_the_file() -> None:
    text = 'x = <<END\n"\n${1\n}\nEND\n/*\n*/\ntarget "a" { }\r\n'
    text += 'target "b" {\n x = [\n\n]\n context = "é\U0001f433"\n}\ny = ]\n'
    found = blocks.read(text + 'target "c" {\n}\n')
    assert [(block.labels, block.line) for block in found.blocks] == [(["a"], 7), (["b"], 8), (["c"], 15)]
    assert {name: attribute.line for name, attribute in found.blocks[1].attributes.items()} == {"x": 9, "context": 12}


def _doubling(first: str, twice: str) -> str:
    return f'variable "v0" {{ default = {first} }}\n' + "".join(
        f'variable "v{index}" {{ default = {twice.replace("@", f"v{index - 1}")} }}\n' for index in range(1, 70)
    )


@pytest.mark.parametrize(
    "text",
    [
        *(f'target "a" {{\n x = {sign * 100_000}' for sign in ("[", "(", "!", "{a=", '"${', "a ? ", "f(", "-", "/*")),
        'target "a" {\n context = "."\n args = { A = 1' + " + 1" * 50_000 + " }\n}\n",
        'target "a" {\n context = "."\n args = { A = "' + "\\n" * 200_000 + '" }\n}\n',
        'target "a" {' * 30_000,
        "".join(f'target "t{index}" {{\n x = <<E{index}\n' for index in range(15_000)),
        "x = ]\n" * 50_000,
        'target "t" {\n x = ]\n}\n' * 20_000,
        "x = " + "".join(f"<<E{index}\n${{" for index in range(20_000)),
        'x = "' + "%{" * 200_000,
        "x = <<" + "E" * 400_000,
        "x = <<E\n" + "E \n${" * 70_000 + "\nE\n",
        _doubling('"ab"', '"${@}${@}"') + 'target "a" { args = { A = v69 } }\n',
        _doubling('["ab"]', "[@, @]") + 'target "a" { args = { A = flatten(v69), B = v69 == v69 ? 1 : 2 } }\n',
        _doubling("9", "@ * @") + 'target "a" { args = { A = v69 } }\n',
        'target "a" { args = { A = [for a in range(9999) : [for b in range(9999) : [for c in range(9999) : c]]] } }\n',
        'function "f" {\n params = [x]\n result = concat(f(x), f(x))\n}\ntarget "a" { args = { A = f(1) } }\n',
        'target "a" {\n name = "x"\n matrix = {' + ", ".join(f"{c} = range(9999)" for c in "abcdefg") + "}\n}\n",
        "\n".join(f'target "t{index}" {{\n inherits = ["t{index - 1}", "t{index - 2}"]\n}}' for index in range(300)),
    ],
)
def test_hostile_files_are_read_in_bounds(text: str) -> None:
    assert len(builds("Dockerfile", docker_bake__hcl=text)) <= 300


def test_hostile_json_is_read_in_bounds() -> None:
    for inside in ("[" * 100_000, '{"args": {"x": "' + "${a" * 100_000 + '"}}'):
        assert builds(docker_bake__json='{"target": {"a": ' + inside) == {}
