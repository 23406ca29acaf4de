import CCurl
import Core

/// One easy handle and what its callbacks need. Lives on the loop's thread, from start to end there.
final class Transfer {
    let easy: UnsafeMutableRawPointer
    private let exchange: Exchange
    private let loop: CurlLoop
    private var head = HeadReader()
    private var upload: Upload
    private var isReceivingPaused = false
    private var isSendingPaused = false
    private let headDeadline: ContinuousClock.Instant?
    let headTimeoutText: String
    private let settings: EasySettings
    private let isConnectionOnly: Bool

    init(_ request: HTTPRequest, _ exchange: Exchange, loop: CurlLoop) throws(HTTPError) {
        upload = try Upload(request.body)
        guard let easy = curl_easy_init() else { throw HTTPError(.protocol, "libcurl has no memory") }
        self.easy = easy
        self.exchange = exchange
        self.loop = loop
        let limit = request.timeout == nil ? request.headTimeout : nil
        headDeadline = limit.map { ContinuousClock.now + $0 }
        headTimeoutText = limit.map { "\(Int($0.inSeconds)) s" } ?? ""
        isConnectionOnly = request.isConnectionOnly
        settings = EasySettings(easy)
        // Safe: the callbacks run inside libcurl's functions on this thread, while `Transfers` holds this object.
        settings.apply(request, upload, callbacks: Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        curl_easy_cleanup(easy)
    }

    func isLate(at now: ContinuousClock.Instant) -> Bool {
        guard let headDeadline, !head.isComplete else { return false }
        return now > headDeadline
    }

    func resume(receiving: Bool) {
        if receiving { isReceivingPaused = false } else { isSendingPaused = false }
        // This may call back at once, and pause again.
        curl_easy_pause(easy, (isReceivingPaused ? CURLPAUSE_RECV : 0) | (isSendingPaused ? CURLPAUSE_SEND : 0))
    }

    func outcome(_ code: CURLcode) -> HTTPError? {
        if let problem = head.problem { return problem }
        return code == CURLE_OK ? nil : HTTPError(code, detail: settings.errorText, osError: slipway_os_error(easy))
    }

    /// After the handle has left the multi.
    func end(_ error: HTTPError?) {
        upload.close()
        if isConnectionOnly, error == nil { exchange.deliver(HTTPHead(status: 0, headers: [])) }
        exchange.end(error)
    }

    // MARK: Called by libcurl

    func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        guard !head.isComplete else { return true }  // Trailers are of no use to anybody here.
        guard head.read(line) else { return false }
        if let head = head.finished { exchange.deliver(head) }
        return true
    }

    func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard exchange.deliver(bytes) else {
            isReceivingPaused = true
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        return bytes.count
    }

    func send(into room: UnsafeMutableRawBufferPointer) -> Int {
        let (loop, id) = (loop, exchange.id)
        switch upload.read(into: room, orWake: { loop.submit(.resumeUpload(id)) }) {
        case .count(let count): return count
        case .failed: return Int(CURL_READFUNC_ABORT)
        case .later:
            isSendingPaused = true
            return Int(CURL_READFUNC_PAUSE)
        }
    }

    func rewind(to offset: Int) -> Bool {
        upload.rewind(to: offset)
    }
}
