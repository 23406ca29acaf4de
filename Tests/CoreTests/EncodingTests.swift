import Core
import Foundation
import Testing

@Suite struct EncodingTests {
    @Test func `base64url agrees with base64`() {
        for count in 0..<70 {
            let bytes = Random.bytes(count)
            let expected = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
            #expect(Base64URL.encode(bytes) == expected)
            #expect(Base64URL.decode(expected) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: ["A", "AB", "A=", "AA==", "A+", "A/", "AAAAA", "é"])
    func `base64url has one text per value`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func `hexadecimal is strict`() {
        #expect(Hex.decode("0aFF") == [10, 255])
        #expect(Hex.decode("0") == nil)
        #expect(Hex.decode("0g") == nil)
    }

    @Test func `tokens differ and are long`() {
        #expect(Random.token() != Random.token())
        #expect(Random.token().utf8.count == 43)
    }

    @Test func `JSON is read as written`() throws {
        let text = #" {"b":[1,-2.5e2,true,false,null,"\u00e9\ud83e\udd80\n\"\\\/"],"a":{"big":9223372036854775807,"huge":9223372036854775808}} "#
        let value = try JSONValue(parsing: text)
        #expect(value["b"]?[1] == .double(-250))
        #expect(value["b"]?[5]?.string == "é🦀\n\"\\/")
        #expect(value["a"]?["big"]?.int == .max)
        #expect(value["a"]?["huge"]?.double == 9_223_372_036_854_775_808)
        #expect(try JSONValue(parsing: value.encoded()) == value)
        #expect(try JSONValue(parsing: value.encoded(pretty: true)) == value)
    }

    @Test func `JSON goes through Codable`() throws {
        let value: JSONValue = ["a": [1, 2.5, nil, true, "é"], "b": ["c": [:]], "least": .int(.min)]
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(value.encodedBytes())) == value)
        #expect(try JSONValue(parsing: Array(JSONEncoder().encode(value))) == value)
        #expect((["z": 1, "a": "x"] as JSONValue).encoded() == #"{"a":"x","z":1}"#)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "-", ".5", "+1", "tru", "\"", "\"\\x\"", "\"\\ud800\"", "\"\\udc00\"", "1 2", "{a:1}", "nan",
        "{\"a\":1,\"a\":2}", "\"a\nb\"", "[" + String(repeating: "[", count: 100_000), "1e999",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func `invalid UTF-8 in JSON is refused`() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    }
}
