/// The status line and headers of an answer.
package struct HTTPHead: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]

    package init(status: Int, headers: [(name: String, value: String)]) {
        self.status = status
        self.headers = headers
    }

    /// The first header of this name, in whatever case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A whole answer, of whatever status: a 500 is an answer, not an error.
package struct HTTPResponse: Sendable {
    package let head: HTTPHead
    package let body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.init(head: HTTPHead(status: status, headers: headers), body: body)
    }

    init(head: HTTPHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    package var status: Int { head.status }
    package var headers: [(name: String, value: String)] { head.headers }

    /// The first header of this name, in whatever case.
    package func header(_ name: String) -> String? { head.header(name) }

    /// The body as text, broken UTF-8 repaired.
    package var text: String { String(decoding: body, as: UTF8.self) }
}
