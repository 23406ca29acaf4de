import Core
import Foundation
import Testing

@testable import BuildService

@Suite struct HiddenTests {
    private let value = "s3cr3t/+value with \"quotes\" & ümläut"

    private func hidden(_ values: String...) -> Hidden { Hidden().adding(values) }

    @Test func `a value is masked as it is and as usual tools print it`() throws {
        let hidden = hidden(value)
        let bytes = Data(value.utf8)
        let percent = try #require(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~"))))
        let forms = [
            value, bytes.base64EncodedString(), Data((value + "\n").utf8).base64EncodedString(), JSONValue.string(value).encoded(), percent,
            percent.lowercased(), percent.replacing("%20", with: "+"), Hex.encode(Array(bytes)),
            bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""),
        ]
        for form in forms {
            let line = hidden.masked("before \(form) after \(form)")
            let plain = line.replacing("\"", with: "")
            #expect(plain == "before ••• after •••", "\(line)")
        }
    }

    @Test func `it is masked in the middle of something encoded with it`() {
        for user in ["a", "ab", "abc"] {
            let basic = Data("\(user):\(value):rest".utf8).base64EncodedString()
            let masked = hidden(value).masked(basic)
            #expect(masked.contains("•••") && masked.count < 20, "\(masked)")
        }
    }

    @Test func `what a cut left of it is masked on both sides, wherever the cut is`() {
        let value = "correct-horse-battery-staple"
        let hidden = hidden(value)
        for cut in 1..<value.count {
            let (head, tail) = (value.prefix(cut), value.dropFirst(cut))
            let lines = [hidden.masked("some output \(head)"), hidden.masked("\(tail) more output")]
            #expect(lines[0] == (cut >= 8 ? "some output •••" : "some output \(head)"))
            #expect(lines[1] == (tail.count >= 8 ? "••• more output" : "\(tail) more output"))
        }
        #expect(hidden.masked("horse-battery-st") == "•••")
    }

    @Test func `base64 that is wrapped is masked line by line`() {
        let long = (0..<40).map { "part\($0)" }.joined(separator: "-")
        let lines = Data((long + "\n").utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]).split(separator: "\n")
        #expect(lines.count > 3)
        for line in lines where line.count >= 8 { #expect(hidden(long).masked(String(line)) == "•••", "\(line)") }
    }

    @Test func `each line of a value is a value, what is short is a word`() {
        let hidden = hidden("-----BEGIN KEY-----\nMIIabcdefgh\nshort\n-----END KEY-----\n", "abc")
        #expect(hidden.masked("key: MIIabcdefgh") == "key: •••")
        #expect(hidden.masked("-----END KEY-----") == "•••")
        #expect(hidden.masked("short abc") == "short abc")
    }

    @Test func `values that overlap leave nothing between them`() {
        let hidden = hidden("abcdefgh", "efghijkl", "abcdefghijklmnop")
        #expect(hidden.masked("x abcdefghijkl y") == "x ••• y")
        #expect(hidden.masked("x abcdefghijklmnop y") == "x ••• y")
        #expect(hidden.masked("abcdefghabcdefgh") == "•••")
        #expect(hidden.masked("nothing of it") == "nothing of it")
    }

    @Test func `a thousand values are found in one line`() {
        let values = (0..<1_000).map { "value-\($0)-of-a-thousand" }
        let hidden = Hidden().adding(values)
        #expect(values.allSatisfy { hidden.masked("it is \($0), and so on") == "it is •••, and so on" })
        #expect(hidden.masked("value-x-of-a-million") == "value-x-of-a-million")
    }

    @Test func `a failure shows nothing either`() {
        let failure = BuildFailure(.buildFailed, "exited with 1; its last lines: \(value)", details: "a\n\(value)\nb", cause: "cause \(value)").masked(hidden(value))
        #expect(failure.message == "exited with 1; its last lines: •••" && failure.details == "a\n•••\nb" && failure.cause == "cause •••")
    }
}
