import CCurl

/// The transfers under way on a loop's thread, which alone uses this.
struct Transfers {
    private let multi: UnsafeMutableRawPointer
    private let loop: CurlLoop
    private var byID: [UInt64: Transfer] = [:]
    private var ids: [UnsafeMutableRawPointer: UInt64] = [:]

    init(multi: UnsafeMutableRawPointer, loop: CurlLoop) {
        self.multi = multi
        self.loop = loop
    }

    var isEmpty: Bool { byID.isEmpty }

    mutating func start(_ request: HTTPRequest, _ exchange: Exchange) {
        do throws(HTTPError) {
            let transfer = try Transfer(request, exchange, loop: loop)
            byID[exchange.id] = transfer
            ids[transfer.easy] = exchange.id
            let code = curl_multi_add_handle(multi, transfer.easy)
            if code != CURLM_OK { finish(exchange.id, HTTPError(.protocol, String(cString: curl_multi_strerror(code)))) }
        } catch {
            exchange.end(error)
        }
    }

    func resume(_ id: UInt64, receiving: Bool) {
        byID[id]?.resume(receiving: receiving)
    }

    mutating func cancel(_ id: UInt64) {
        finish(id, .cancelled)
    }

    /// Lets libcurl do what can be done now, and ends what is done.
    mutating func perform() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle, let id = ids[easy] else { continue }
            // Read before the handle goes: the message lives in it.
            let code = slipway_result(message)
            finish(id, byID[id]?.outcome(code))
        }
        let now = ContinuousClock.now
        for (id, transfer) in byID where transfer.isLate(at: now) {
            finish(id, HTTPError(.timedOut, "no answer within \(transfer.headTimeoutText)"))
        }
    }

    mutating func close() {
        for id in byID.keys { finish(id, HTTPError(.closed, "the client was closed")) }
    }

    private mutating func finish(_ id: UInt64, _ error: HTTPError?) {
        guard let transfer = byID.removeValue(forKey: id) else { return }
        ids[transfer.easy] = nil
        curl_multi_remove_handle(multi, transfer.easy)
        transfer.end(error)
    }
}
