import HTTPTypes
import Hummingbird

/// The browser's session. Over https the name's prefix makes the browser itself insist on Secure, Path=/ and no Domain.
struct SessionCookie: Sendable {
    static let lifetime = 30 * 24 * 3_600
    let isSecure: Bool

    var name: String { isSecure ? "__Host-slipway" : "slipway_session" }

    /// The cookie that the request shows; the first where there are several.
    func read(_ headers: HTTPFields) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let halves = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if halves.count == 2, halves[0] == name { return String(halves[1]) }
            }
        }
        return nil
    }

    func setting(_ value: String) -> String { text(value, age: Self.lifetime) }

    var clearing: String { text("", age: 0) }

    private func text(_ value: String, age: Int) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(age)" + (isSecure ? "; Secure" : "")
    }
}
