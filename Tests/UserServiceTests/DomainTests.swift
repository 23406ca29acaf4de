import Core
import Testing

@testable import UserService

@Suite struct EmailAddressTests {
    @Test(arguments: [
        ("Ann@Example.ORG", "ann@example.org"), ("  a.b+c@x.io\n", "a.b+c@x.io"), ("you@localhost", "you@localhost"),
    ])
    func `two spellings of an address are one`(_ typed: String, _ kept: String) throws {
        #expect(try EmailAddress(validating: typed, field: "email").text == kept)
        #expect(EmailAddress.compared(typed) == kept)
    }

    @Test(arguments: ["", "ann", "@x.io", "ann@", "ann@x", "a@b@c.de", "a b@c.de", "a\n@c.de", "@localhost"])
    func `anything else is refused by field`(_ text: String) {
        let fault = #expect(throws: Fault.self) { try EmailAddress(validating: text, field: "email") }
        #expect(fault?.fields.first?.field == "email")
    }
}

@Suite struct LogInLimitTests {
    let now = Timestamp(microseconds: 1_000_000_000_000)

    private func ago(_ seconds: Int64) -> Timestamp { now.adding(.seconds(-seconds)) }

    @Test func `five attempts a minute, then the sixth waits until the first has left`() throws {
        try LogInLimit.check(recent: [ago(50), ago(40), ago(30), ago(20)], now: now)
        let fault = #expect(throws: Fault.self) {
            try LogInLimit.check(recent: [ago(10), ago(50), ago(40), ago(30), ago(20)], now: now)
        }
        #expect(fault?.code == .resourceExhausted)
        #expect(fault?.retryAfter == .seconds(10))
    }

    @Test func `what is older than a minute does not count`() throws {
        try LogInLimit.check(recent: [ago(60), ago(61), ago(10), ago(11), ago(12), ago(13)], now: now)
    }
}
