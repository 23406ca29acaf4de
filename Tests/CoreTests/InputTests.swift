import Core
import Testing

@Suite struct InputTests {
    @Test(arguments: [("500m", 500), ("0.5", 500), ("2", 2_000), ("1e1", 10_000), ("0.0001", 1), ("1.5", 1_500), (".5", 500)])
    func `processor quantities are read`(text: String, millis: Int) {
        #expect(Quantity.cpuMillis(text) == millis)
    }

    @Test(arguments: [("512Mi", 536_870_912), ("1G", 1_000_000_000), ("1.5Gi", 1_610_612_736), ("128974848", 128_974_848), ("129e6", 129_000_000), ("100k", 100_000), ("4Ei", 4 << 60)])
    func `memory quantities are read`(text: String, bytes: Int64) {
        #expect(Quantity.bytes(text) == bytes)
    }

    @Test(arguments: ["", "m", ".", "-1", "+1", "1.2.3", "1 Gi", "1gi", "1KB", "0", "0m", "9Ei", "1e99", "٣", "99999999999999999999999"])
    func `what is no quantity is nil`(text: String) {
        #expect(Quantity.bytes(text) == nil)
        #expect(Quantity.cpuMillis(text) == nil)
    }

    @Test(arguments: ["a", "shop", "my-app-2", "a23456789012345678901234567890"])
    func `labels that may be names`(text: String) throws {
        try Names.checkLabel(text, field: "name")
    }

    @Test(arguments: ["", "Shop", "-a", "a-", "2a", "a_b", "a.b", "ä", "a b", "a234567890123456789012345678901", "a\n"])
    func `labels that may not`(text: String) {
        let thrown = #expect(throws: Fault.self) { try Names.checkLabel(text, field: "name") }
        #expect(thrown?.fields.first?.field == "name")
    }

    @Test(arguments: ["PORT", "SLIPWAY_X", "1A", "A-B", "", "A B", "Ä", "A=B", "A\u{0}"])
    func `variable names that may not be set`(text: String) {
        #expect(throws: Fault.self) { try Names.checkVariableKey(text, field: "key") }
    }

    @Test(arguments: ["A", "_x", "DATABASE_URL", "a1", "PORT2"])
    func `variable names that may`(text: String) throws {
        try Names.checkVariableKey(text, field: "key")
    }

    @Test func `hosts and addresses are told apart`() throws {
        try Names.checkHost("www.example.com", field: "host")
        try Names.checkHost("xn--bcher-kva.example", field: "host")
        for wrong in ["localhost", "10.0.0.1", "WWW.example.com", "a..b", "-a.com", "a.com:80", "a.com/", "*.a.com", ""] {
            #expect(throws: Fault.self) { try Names.checkHost(wrong, field: "host") }
        }
    }

    @Test func `e-mail addresses`() throws {
        try Names.checkEmail("ada+x@example.com", field: "email")
        for wrong in ["", "a", "a@b", "@example.com", "a@b@c.d", "a b@c.d", "a@c.d\nBcc: x@y.z", "a@.com"] {
            #expect(throws: Fault.self) { try Names.checkEmail(wrong, field: "email") }
        }
    }

    @Test func `pages are bounded`() throws {
        #expect(try Page.checked(limit: nil, cursor: nil) == Page(limit: 50, cursor: nil))
        #expect(try Page.checked(limit: 200, cursor: "") == Page(limit: 200, cursor: nil))
        for wrong in [0, -1, 201] { #expect(throws: Fault.self) { try Page.checked(limit: wrong, cursor: nil) } }
    }
}
