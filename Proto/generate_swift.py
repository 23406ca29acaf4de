"""The Swift half of Proto/generate: one value struct for each message, and the tables of methods."""

import re

from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field

SCALARS = {
    Field.TYPE_INT32: ("Int32", "0"),
    Field.TYPE_INT64: ("Int64", "0"),
    Field.TYPE_UINT32: ("UInt32", "0"),
    Field.TYPE_UINT64: ("UInt64", "0"),
    Field.TYPE_DOUBLE: ("Double", "0"),
    Field.TYPE_BOOL: ("Bool", "false"),
    Field.TYPE_STRING: ("String", '""'),
    Field.TYPE_BYTES: ("[UInt8]", "[]"),
}
WRAPPERS = {"StringValue": "String", "Int64Value": "Int64", "BoolValue": "Bool"}
ACRONYMS = {"id": "ID", "ids": "IDs", "url": "URL"}
KEYWORDS = {
    "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum",
    "extension", "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let",
    "nil", "operator", "package", "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self",
    "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
}
BANNER = "// Written by Proto/generate from {}; do not edit.\n\n"


def camel(snake):
    first, *rest = snake.split("_")
    return first + "".join(ACRONYMS.get(word, word.capitalize()) for word in rest)


def snake(name):
    """protoc-c's own rule, which the C functions are named by."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def quoted(name):
    return f"`{name}`" if name in KEYWORDS else name


def short(type_name):
    return type_name.rsplit(".", 1)[1]


def checked(files):
    """What the scanner before protobuf-c relies on. Refused here, so that no message on the wire can ask for more."""
    graph, problems = {}, []
    for file in files:
        if file.package != "slipway.v1" or file.syntax not in ("", "proto2"):
            problems.append(f"{file.name}: must be proto2, package slipway.v1")
        for message in file.message_type:
            name = message.name
            if message.nested_type or message.enum_type or len(message.field) > 64 or len(message.oneof_decl) > 1:
                problems.append(f"{name}: nested types, enums, more than 64 fields or more than one oneof")
            for field in message.field:
                repeatable = field.type in (Field.TYPE_STRING, Field.TYPE_MESSAGE)
                if field.type not in SCALARS and field.type != Field.TYPE_MESSAGE:
                    problems.append(f"{name}.{field.name}: a type that is not in use here")
                if field.label == Field.LABEL_REQUIRED or (field.label == Field.LABEL_REPEATED and not repeatable):
                    problems.append(f"{name}.{field.name}: required, or a repeated number or bytes")
                if field.HasField("default_value"):
                    problems.append(f"{name}.{field.name}: absent means zero, so there are no other defaults")
            graph[name] = [short(f.type_name) for f in message.field if f.type == Field.TYPE_MESSAGE]

        problems += [f"{s.name}: a service's name ends in RPC" for s in file.service if not s.name.endswith("RPC")]

    def depth(name, path=()):
        if name in path:
            problems.append(f"{name}: contains itself")
            return 0
        return 1 + max((depth(child, path + (name,)) for child in graph[name]), default=0)

    for name in graph:
        if depth(name) > 6:
            problems.append(f"{name}: nested deeper than 6")
    if problems:
        raise SystemExit("\n".join(problems))


class SwiftWriter:
    def __init__(self, files):
        self.all = files

    def files(self):
        out = {"Proto.swift": BANNER.format("Proto/*.proto") + NAMESPACE}
        for file in self.all:
            text = BANNER.format(f"Proto/{file.name}") + "internal import CMessages\n"
            if any(f.type == Field.TYPE_BYTES for m in file.message_type for f in m.field):
                text += "internal import CProtobufC\n"
            text += "package import Core\n" + ("package" if file.service else "internal") + " import Wire\n"
            comments = {tuple(l.path): l.leading_comments for l in file.source_code_info.location if l.leading_comments}
            for index, message in enumerate(file.message_type):
                text += "\n" + self.message(message, file.name, comments, (4, index))
            for index, service in enumerate(file.service):
                text += "\n" + self.service(service, comments, (6, index))
            out[camel(file.name.removesuffix(".proto")).capitalize() + ".swift"] = text
        return out

    def samples(self):
        """For the contract tests: each message with made-up content."""
        out = BANNER.format("Proto/*.proto") + "import Messages\nimport Wire\n\n"
        out += "/// Every message there is.\nlet everyMessage: [any SampledMessage.Type] = [\n"
        messages = [message for file in self.all for message in file.message_type]
        out += "".join(f"    Proto.{message.name}.self,\n" for message in messages) + "]\n"
        for message in messages:
            arguments = ",\n".join(f"            {name}: .sample(&random)" for name, *_ in self.properties(message))
            out += f"\nextension Proto.{message.name}: SampledMessage {{\n"
            out += f"    static func sample(_ random: inout Seeded) -> Proto.{message.name} {{\n"
            out += f"        Proto.{message.name}(\n{arguments})\n" if arguments else f"        Proto.{message.name}()\n"
            out += "    }\n}\n"
        return out

    def doc(self, comments, path, indent, otherwise=None):
        lines = [line.strip() for line in comments.get(path, "").strip().splitlines()] or ([otherwise] if otherwise else [])
        return "".join(f"{indent}/// {line}".rstrip() + "\n" for line in lines)

    # Types

    def kind(self, field):
        if field.HasField("oneof_index"):
            return "oneof"
        if field.type == Field.TYPE_MESSAGE:
            if field.label == Field.LABEL_REPEATED:
                return "messages"
            return "wrapper" if short(field.type_name) in WRAPPERS else "message"
        if field.label == Field.LABEL_REPEATED:
            return "strings"
        return {Field.TYPE_STRING: "string", Field.TYPE_BYTES: "bytes", Field.TYPE_BOOL: "bool"}.get(field.type, "number")

    def single(self, field):
        return SCALARS[field.type][0] if field.type in SCALARS else f"Proto.{short(field.type_name)}"

    def swift_type(self, field):
        kind = self.kind(field)
        if kind in ("messages", "strings"):
            return f"[{self.single(field)}]", "[]"
        if kind == "wrapper":
            return f"{WRAPPERS[short(field.type_name)]}?", "nil"
        if kind == "message":
            return f"{self.single(field)}?", "nil"
        return SCALARS[field.type]

    def properties(self, message):
        """(name, type, default, field or None for the oneof, index)"""
        found, seen = [], False
        for index, field in enumerate(message.field):
            if self.kind(field) != "oneof":
                found.append((quoted(camel(field.name)), *self.swift_type(field), field, index))
            elif not seen:
                seen = True
                oneof = message.oneof_decl[0].name
                found.append((quoted(camel(oneof)), camel(oneof).capitalize() + "?", "nil", None, index))
        return found

    # Messages

    def message(self, message, source, comments, path):
        name, c = message.name, f"Slipway__V1__{message.name}"
        init = f"slipway__v1__{snake(name)}__init"
        properties = self.properties(message)
        out = "extension Proto {\n"
        out += self.doc(comments, path, "    ", f"The message `{name}` of {source}.")
        out += f"    package struct {name}: Sendable, Equatable {{\n"
        for property_name, swift_type, default, field, index in properties:
            if field is None:
                out += self.oneof(message)
            out += self.doc(comments, path + (2, index), "        ")
            out += f"        package var {property_name}: {swift_type}" + (f" = {default}\n" if default != "nil" else "\n")
        out += "\n        package init() {}\n" if properties else "        package init() {}\n"
        if properties:
            arguments = ",\n".join(f"            {n}: {t} = {d}" for n, t, d, _, _ in properties)
            out += f"\n        package init(\n{arguments}\n        ) {{\n"
            out += "".join(f"            self.{n.strip('`')} = {n}\n" for n, *_ in properties) + "        }\n"
        out += "    }\n}\n\n"

        out += f"extension Proto.{name}: WireMessage {{\n"
        out += f'    package static let schema = "slipway.v1.{name}"\n\n'
        out += "    package init(decoding bytes: [UInt8]) throws(Core.Fault) {\n"
        out += f"        self = try WireFormat.decode(bytes, {init}, Self.init(reading:))\n    }}\n\n"
        out += "    package func encoded() throws(Core.Fault) -> [UInt8] {\n"
        out += f"        try WireFormat.encode(self, {init}) {{ (message, c, arena) throws(Core.Fault) in\n"
        out += "            try message.write(to: &c, in: &arena)\n        }\n    }\n\n"
        out += f"    init(reading c: {c}) {{\n"
        out += "".join(self.read(message, p) for p in properties) + "    }\n\n"
        out += f"    func write(to c: inout {c}, in arena: inout Arena) throws(Core.Fault) {{\n"
        out += "".join(self.write(message, p) for p in properties) + "    }\n}\n"
        return out

    def oneof(self, message):
        name = camel(message.oneof_decl[0].name).capitalize()
        out = f"        package enum {name}: Sendable, Equatable {{\n"
        for field in message.field:
            if field.HasField("oneof_index"):
                out += f"            case {quoted(camel(field.name))}({self.single(field)})\n"
        return out + "        }\n\n"

    def read(self, message, property):
        name, _, _, field, _ = property
        name = name.strip("`")
        if field is None:
            return self.read_oneof(message, name)
        c = f"c.{quoted(field.name)}"
        match self.kind(field):
            case "string":
                value = f"String(wire: {c})"
            case "bytes":
                value = f"{c}.copied"
            case "bool":
                value = f"{c} != 0"
            case "number":
                value = c
            case "strings":
                value = f"WireFormat.strings({c}, c.n_{field.name})"
            case "messages":
                value = f"WireFormat.array({c}, c.n_{field.name}, {self.single(field)}.init(reading:))"
            case "message":
                value = f"{c}.map {{ {self.single(field)}(reading: $0.pointee) }}"
            case "wrapper":
                inner = {"String": "String(wire: $0.pointee.value)", "Bool": "$0.pointee.value != 0", "Int64": "$0.pointee.value"}
                value = f"{c}.map {{ {inner[WRAPPERS[short(field.type_name)]]} }}"
        return f"        self.{name} = {value}\n"

    def write(self, message, property):
        name, _, _, field, _ = property
        if field is None:
            return self.write_oneof(message, name)
        c, own = f"c.{quoted(field.name)}", f"self.{name.strip('`')}"
        place = f'"{message.name}.{field.name}"'
        match self.kind(field):
            case "string":
                return f"        {c} = try arena.text({own}, {place})\n"
            case "bytes":
                set_value = f"{c} = ProtobufCBinaryData({own}, in: &arena)"
                return f"        if !{own}.isEmpty {{ c.has_{field.name} = 1; {set_value} }}\n"
            case "bool":
                return f"        if {own} {{ c.has_{field.name} = 1; {c} = 1 }}\n"
            case "number":
                return f"        if {own} != 0 {{ c.has_{field.name} = 1; {c} = {own} }}\n"
            case "strings":
                return (
                    f"        if !{own}.isEmpty {{\n"
                    f"            c.n_{field.name} = {own}.count\n"
                    f"            {c} = try arena.texts({own}, {place})\n        }}\n"
                )
            case "messages":
                init = f"slipway__v1__{snake(short(field.type_name))}__init"
                return (
                    f"        if !{own}.isEmpty {{\n"
                    f"            c.n_{field.name} = {own}.count\n"
                    f"            {c} = arena.pointers({own}.count)\n"
                    f"            for (index, item) in {own}.enumerated() {{\n"
                    f"                let place = arena.make({init})\n"
                    f"                try item.write(to: &place.pointee, in: &arena)\n"
                    f"                {c}[index] = place\n            }}\n        }}\n"
                )
            case "message":
                init = f"slipway__v1__{snake(short(field.type_name))}__init"
                return (
                    f"        if let value = {own} {{\n"
                    f"            let place = arena.make({init})\n"
                    f"            try value.write(to: &place.pointee, in: &arena)\n"
                    f"            {c} = place\n        }}\n"
                )
            case "wrapper":
                init = f"slipway__v1__{snake(short(field.type_name))}__init"
                inner = {
                    "String": f"place.pointee.value = try arena.text(value, {place})",
                    "Int64": "place.pointee.has_value = 1\n            place.pointee.value = value",
                    "Bool": "place.pointee.has_value = 1\n            place.pointee.value = value ? 1 : 0",
                }[WRAPPERS[short(field.type_name)]]
                return (
                    f"        if let value = {own} {{\n"
                    f"            let place = arena.make({init})\n"
                    f"            {inner}\n"
                    f"            {c} = place\n        }}\n"
                )

    def case_constant(self, message, field):
        oneof = message.oneof_decl[0].name
        prefix = f"SLIPWAY__V1__{snake(message.name).upper()}__{snake(oneof).upper()}"
        return f"{prefix}_{field.name.upper()}"

    def read_oneof(self, message, name):
        out = f"        switch c.{message.oneof_decl[0].name}_case {{\n"
        for field in message.field:
            if field.HasField("oneof_index"):
                value = {
                    Field.TYPE_BYTES: f"c.{field.name}.copied",
                    Field.TYPE_STRING: f"String(wire: c.{field.name})",
                    Field.TYPE_MESSAGE: f"{self.single(field)}(reading: c.{field.name}.pointee)",
                }[field.type]
                out += f"        case {self.case_constant(message, field)}: self.{name} = .{camel(field.name)}({value})\n"
        return out + f"        default: self.{name} = nil\n        }}\n"

    def write_oneof(self, message, name):
        out = f"        switch {name} {{\n"
        for field in message.field:
            if field.HasField("oneof_index"):
                out += f"        case .{camel(field.name)}(let value):\n"
                if field.type == Field.TYPE_MESSAGE:
                    init = f"slipway__v1__{snake(short(field.type_name))}__init"
                    out += f"            let place = arena.make({init})\n"
                    out += "            try value.write(to: &place.pointee, in: &arena)\n"
                    out += f"            c.{field.name} = place\n"
                elif field.type == Field.TYPE_BYTES:
                    out += f"            c.{field.name} = ProtobufCBinaryData(value, in: &arena)\n"
                else:
                    out += f'            c.{field.name} = try arena.presentText(value, "{message.name}.{field.name}")\n'
                out += f"            c.{message.oneof_decl[0].name}_case = {self.case_constant(message, field)}\n"
        return out + "        case nil: break\n        }\n"

    # Methods

    def service(self, service, comments, path):
        full = service.name.removesuffix("RPC")
        internal = full.endswith("Internal")
        owner = snake(full.removesuffix("Internal") if internal else full)
        out = self.doc(comments, path, "", f"What the {owner} service answers{' to other services' if internal else ''}.")
        out += f"package enum {full}RPC {{\n"
        for index, method in enumerate(service.method):
            subject = ("internal." if internal else "") + snake(method.name)
            out += self.doc(comments, path + (2, index), "    ")
            out += f"    package static let {quoted(method.name[0].lower() + method.name[1:])} = "
            out += f"RPCMethod<Proto.{short(method.input_type)}, Proto.{short(method.output_type)}>"
            out += f'("{owner}", "{subject}")\n'
        out += "\n    /// Every subject of this table.\n    package static let all: [String] = [\n"
        for method in service.method:
            out += f"        {quoted(method.name[0].lower() + method.name[1:])}.subject,\n"
        return out + "    ]\n}\n"


NAMESPACE = """\
internal import CMessages
internal import CProtobufC
internal import Wire

/// The messages between the services, as values. `Proto.Foo` is the message `slipway.v1.Foo`.
package enum Proto {}

extension ProtobufCBinaryData {
    /// Present even when empty; where empty means absent, the caller leaves it out.
    init(_ bytes: [UInt8], in arena: inout Arena) {
        self.init(len: bytes.count, data: arena.bytes(bytes))
    }

    var copied: [UInt8] {
        guard let data else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: len))
    }
}
"""
