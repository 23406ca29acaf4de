internal import CNats

/// One message of the bus, copied out of the library's memory.
package struct NATSMessage: Sendable {
    package var subject: String
    package var reply: String?
    package var headers: [String: String]
    package var body: [UInt8]

    package init(subject: String, reply: String? = nil, headers: [String: String] = [:], body: [UInt8]) {
        self.subject = subject
        self.reply = reply
        self.headers = headers
        self.body = body
    }
}

extension NATSMessage {
    /// Copies; the caller still destroys `message`.
    init(copying message: OpaquePointer) {
        self.init(
            subject: String(cString: natsMsg_GetSubject(message)),
            reply: natsMsg_GetReply(message).map { String(cString: $0) },
            headers: Self.headers(of: message),
            body: Self.body(of: message))
    }

    static func body(of message: OpaquePointer) -> [UInt8] {
        let count = Int(natsMsg_GetDataLength(message))
        guard count > 0, let data = natsMsg_GetData(message) else { return [] }
        return Array(UnsafeRawBufferPointer(start: data, count: count))
    }

    /// The first value of each key; nobody here sends two.
    private static func headers(of message: OpaquePointer) -> [String: String] {
        var keys: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        var count: Int32 = 0
        guard natsMsgHeader_Keys(message, &keys, &count) == NATS_OK, let keys else { return [:] }
        defer { free(keys) }
        var headers: [String: String] = [:]
        for index in 0..<Int(count) {
            guard let key = keys[index] else { continue }
            var value: UnsafePointer<CChar>?
            if natsMsgHeader_Get(message, key, &value) == NATS_OK, let value {
                headers[String(cString: key)] = String(cString: value)
            }
        }
        return headers
    }
}
