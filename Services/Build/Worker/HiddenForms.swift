import Core
import Foundation

/// The forms in which a value may come out: as it is, each of its lines, and what usual tools make of it.
enum HiddenForms {
    static func all(of value: String) -> [[UInt8]] {
        let lines = value.split(whereSeparator: \.isNewline).map(String.init)
        let texts = Set([value, value.trimmingCharacters(in: .whitespacesAndNewlines)] + lines)
        return texts.filter { !$0.isEmpty }.flatMap(one)
    }

    private static func one(_ text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        let quoted = Array(JSONValue.string(text).encodedBytes().dropFirst().dropLast())
        let escaped = String(decoding: quoted, as: UTF8.self).replacing("/", with: "\\/")
        var forms = [bytes, quoted, Array(escaped.utf8), Array(Hex.encode(bytes).utf8)]
        for isUpper in [true, false] {
            let percent = percentEncoded(bytes, isUpper: isUpper)
            forms += [Array(percent.utf8), Array(percent.replacing("%20", with: "+").utf8)]
        }
        // With the end of a line behind it too, as `echo` gives it.
        for encoded in [bytes, bytes + [10]].map({ Data($0).base64EncodedString() }) + (0..<3).map({ base64(bytes, after: $0) }) {
            let plain = String(encoded.prefix { $0 != "=" })
            let other = plain.replacing("+", with: "-").replacing("/", with: "_")
            forms += [encoded, plain, other].map { Array($0.utf8) }
        }
        return forms
    }

    /// The characters that are the same whatever stands before and behind it, that many bytes into a group of three.
    private static func base64(_ bytes: [UInt8], after before: Int) -> String {
        let all = Data(Array(repeating: 0, count: before) + bytes).base64EncodedString()
        let (first, end) = ((before * 8 + 5) / 6, (before + bytes.count) * 8 / 6)
        return String(all.prefix(end).dropFirst(first))
    }

    private static func percentEncoded(_ bytes: [UInt8], isUpper: Bool) -> String {
        var text = ""
        for byte in bytes {
            let character = Character(UnicodeScalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                text.append(character)
            } else {
                let hex = Hex.encode([byte])
                text += "%" + (isUpper ? hex.uppercased() : hex)
            }
        }
        return text
    }
}
