"""Recovers a terraform provider's schema from its published CDK bindings.

    python3 schemas.py WHEEL BLOCKS TYPE... > schema.json

The bindings (cdktn-provider-google and others, on PyPI) are generated from what the provider itself prints by
`terraform providers schema`, one class a block, each attribute with a comment that says whether it is required,
optional or computed. So names, types, nesting and those three are the provider's own; the values that a description
lists as "Possible values" are kept too. Lost are a provider's checks in code (which keys exclude each other, patterns
of names), and limits of how many blocks there may be, other than one. The output has the shape of `terraform
providers schema -json`, for the resources (google_storage_bucket) and data sources (data.google_project) that are
asked for. BLOCKS is `blocks` for providers whose nested objects are written as blocks, `attributes` for those of the
newer plugin framework.
"""

import io
import json
import re
import sys
import tarfile
import zipfile

COMMENT = re.compile(r"^    // (\w+) - computed: (\w+), optional: (\w+), required: (\w+)$", re.M)
CLASS = re.compile(r"^class (\w+) extends cdktn\.(\w+)", re.M)
ENTRY = re.compile(
    r"^ +\"?(\w+)\"?: \{\n +value: (.*),\n +isBlock: (\w+),\n +type: \"(\w+)\",\n +storageClassType: \"(\w+)\"", re.M
)
NESTED = re.compile(r"= new (?!cdktn\.)(?:\w+\.)?(\w+?)(OutputReference|List|Map)\(this, [\"']\w+[\"'](?:, (\w+))?\)")
VALUES = re.compile(r"Possible values: \[((?:\"[\w.-]+\"(?:, )?)+)\]")
GETTERS = [
    (r"new cdktn\.(String|Number|Boolean)Map\(", lambda kind: ["map", kind]),
    (r"Fn\.tolist\(this\.getListAttribute", lambda: ["set", "string"]),
    (r"Fn\.tolist\(this\.getNumberListAttribute", lambda: ["set", "number"]),
    (r"this\.getNumberListAttribute", lambda: ["list", "number"]),
    (r"this\.getListAttribute", lambda: ["list", "string"]),
    (r"this\.get(String|Number|Boolean)MapAttribute", lambda kind: ["map", kind]),
    (r"this\.get(String|Number|Boolean)Attribute", lambda kind: kind),
]
NAMES = {"String": "string", "Number": "number", "Boolean": "bool"}


def named(kind):
    """Terraform's name of a type whose leaves bear the bindings' names."""
    return [named(part) for part in kind] if isinstance(kind, list) else NAMES.get(kind, kind)


class Bindings:
    """One resource's, data source's or provider's classes."""

    def __init__(self, code, types, nested_blocks):
        self.code, self.types, self.nested_blocks = code, types, nested_blocks
        starts = list(CLASS.finditer(code))
        ends = [start.start() for start in starts[1:]] + [len(code)]
        self.classes = {start[1]: (start[2], code[start.start() : end]) for start, end in zip(starts, ends)}
        self.values = self.documented_values()

    def documented_values(self):
        """The values of attributes that their descriptions list, by interface and name."""
        found = {}
        for interface in re.finditer(r"^export interface (\w+)(.*?)^\}", self.types, re.M | re.S):
            for member in re.finditer(r"/\*\*((?:(?!\*/).)*?)\*/\s+readonly (\w+)\??: string;", interface[2], re.S):
                if values := VALUES.search(member[1]):
                    found[interface[1], member[2]] = re.findall(r"[\w.-]+", values[1])
        return found

    def root(self, terraform_type):
        """The schema of the class of a terraform type."""
        for name, (base, body) in self.classes.items():
            if f'static tfResourceType = "{terraform_type}"' in body:
                return {"version": 0, "block": self.block(body, name + "Config")}
        raise SystemExit(f"{terraform_type}: the bindings have no such class")

    def entries(self, body):
        return {entry[1]: entry.groups()[1:] for entry in ENTRY.finditer(body)}

    def block(self, body, interface):
        """A block of attributes and nested blocks."""
        entries = self.entries(body)
        result = {"attributes": {}, "block_types": {}}
        comments = list(COMMENT.finditer(body))
        ends = [comment.start() for comment in comments[1:]] + [len(body)]
        for comment, end in zip(comments, ends):
            name, computed, optional, required = comment.groups()
            flags = {
                flag: True
                for flag, on in (("computed", computed), ("optional", optional), ("required", required))
                if on == "true"
            }
            self.add(result, name, flags, body[comment.end() : end], entries.get(name), interface)
        return result

    def add(self, result, name, flags, member, entry, interface):
        nested = NESTED.search(member)
        struct = nested[1] if nested else None
        if struct is None and entry and entry[1] == "true":
            struct = re.sub("List$", "", entry[3])
        if struct is None:
            attribute = {"type": self.simple(member, entry), **flags}
            camel = re.sub(r"_(\w)", lambda found: found[1].upper(), name)
            if values := self.values.get((interface, camel)):
                attribute["values"] = values
            result["attributes"][name] = attribute
            return
        single = (nested and nested[2] == "OutputReference") or (not nested and not entry[3].endswith("List"))
        mode = entry[2] if entry else "set" if nested[3] == "true" else "list"
        body = self.classes.get(struct + "OutputReference", (None, None))[1]
        inner = self.block(body, struct) if body else self.written(struct)
        if self.nested_blocks and set(flags) != {"computed"} and self.is_block(name, interface):
            block = {"nesting_mode": "single" if mode == "struct" else mode, "block": inner}
            if flags.get("required"):
                block["min_items"] = 1
            if single and mode != "struct":
                block["max_items"] = 1
            result["block_types"][name] = block
        elif self.nested_blocks:
            result["attributes"][name] = {"type": [mode, self.object(inner)], **flags}
        else:
            nesting = {"attributes": inner["attributes"], "nesting_mode": "single" if mode == "struct" else mode}
            result["attributes"][name] = {"nested_type": nesting, **flags}

    def is_block(self, name, interface):
        """Whether the documentation calls it a block: some are attributes that hold objects."""
        return bool(re.search(rf"^    \* {name} block$", self.types, re.M))

    def simple(self, member, entry):
        for pattern, kind in GETTERS:
            if found := re.search(pattern, member):
                return named(kind(*found.groups()))
        kind = entry[3] if entry else "any"
        for suffix, collection in (("List", entry and entry[2]), ("Map", "map")):
            if kind.endswith(suffix):
                return [collection, {"string": "string", "number": "number"}.get(kind[: -len(suffix)], "dynamic")]
        return {"boolean": "bool", "any": "dynamic"}.get(kind, kind)

    def written(self, struct):
        """A struct that is only ever written, as a provider's configuration is: all of it optional."""
        function = struct[0].lower() + struct[1:] + "ToHclTerraform"
        body = re.search(rf"^function {function}\(.*?^\}}", self.code, re.M | re.S)
        if body is None:
            raise SystemExit(f"{struct}: the bindings have no such class")
        result = {"attributes": {}, "block_types": {}}
        for name, entry in self.entries(body[0]).items():
            self.add(result, name, {"optional": True}, "", entry, struct)
        return result

    def object(self, block):
        """The object type of an attribute's nested classes."""
        members = {name: attribute["type"] for name, attribute in block["attributes"].items()}
        for name, nested in block["block_types"].items():
            members[name] = [nested["nesting_mode"], self.object(nested["block"])]
        return ["object", members]


def read(wheel, directory_of):
    """The code and the types in each directory that is asked for."""
    files = {directory: {".js": [], ".d.ts": []} for directory in directory_of}
    with zipfile.ZipFile(wheel) as outer:
        inner = next(name for name in outer.namelist() if name.endswith(".jsii.tgz"))
        with tarfile.open(fileobj=io.BytesIO(outer.read(inner))) as archive:
            for member in archive:
                parts = member.name.split("/")
                if len(parts) > 3 and parts[1] == "lib" and parts[2] in files:
                    for suffix, found in files[parts[2]].items():
                        if member.name.endswith(suffix):
                            found.append(archive.extractfile(member).read().decode())
    return {directory: ("\n".join(found[".js"]), "\n".join(found[".d.ts"])) for directory, found in files.items()}


def main(wheel, nesting, *wanted):
    provider = wanted[0].removeprefix("data.").split("_")[0]
    directories = {"provider": provider}
    for name in wanted:
        bare = name.removeprefix("data.")
        directory = bare.removeprefix(provider + "_").replace("_", "-")
        directories[f"data-{provider}-{directory}" if name != bare else directory] = name
    schema = {"provider": None, "resource_schemas": {}, "data_source_schemas": {}}
    for directory, (code, types) in read(wheel, directories).items():
        name = directories[directory]
        bare = name.removeprefix("data.")
        root = Bindings(code, types, nesting == "blocks").root(bare)
        if directory == "provider":
            root["block"]["attributes"].pop("alias", None)
            schema["provider"] = root
        else:
            schema["resource_schemas" if name == bare else "data_source_schemas"][bare] = root
    json.dump({"format_version": "1.0", "provider_schemas": {provider: schema}}, sys.stdout, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
