import CCurl
import Foundation
import Synchronization

/// The one thread that touches libcurl. Others append an order and wake it: `curl_multi_wakeup` is the only function of a multi
/// handle that may be called from elsewhere.
///
/// The thread starts with the first order and ends with `.stop`, which the client's `deinit` sends.
final class CurlLoop: Sendable {
    enum Order: Sendable {
        case start(HTTPRequest, Exchange)
        /// The reader has made room.
        case resume(UInt64)
        /// The writer has something.
        case resumeUpload(UInt64)
        case cancel(UInt64)
        case stop
    }

    private struct Inbox {
        var orders: [Order] = []
        var isRunning = false
        /// The multi handle's address while it exists, for waking and nothing else.
        var multi: UInt = 0
    }

    /// `curl_global_init` is to run once, before there are threads that use the library.
    private static let libraryIsReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let inbox = Mutex(Inbox())

    func submit(_ order: Order) {
        let mustStart = inbox.withLock { inbox in
            if case .start = order {} else if !inbox.isRunning { return false }
            inbox.orders.append(order)
            if let multi = UnsafeMutableRawPointer(bitPattern: inbox.multi) { curl_multi_wakeup(multi) }
            defer { inbox.isRunning = true }
            return !inbox.isRunning
        }
        guard mustStart else { return }
        precondition(Self.libraryIsReady, "libcurl does not start")
        let thread = Thread { self.run() }
        thread.name = "curl"
        thread.stackSize = 512 << 10
        thread.start()
    }

    private func run() {
        guard let multi = curl_multi_init() else { fatalError("libcurl has no memory for a multi handle") }
        _ = slipway_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 32)
        let address = UInt(bitPattern: multi)
        inbox.withLock { $0.multi = address }
        var transfers = Transfers(multi: multi, loop: self)
        while carryOut(in: &transfers) {
            transfers.perform()
            curl_multi_poll(multi, nil, 0, transfers.isEmpty ? 60_000 : 1_000, nil)
        }
        inbox.withLock { inbox in
            inbox.multi = 0
            inbox.isRunning = false
        }
        transfers.close()
        curl_multi_cleanup(multi)
    }

    /// False when it was told to stop.
    private func carryOut(in transfers: inout Transfers) -> Bool {
        let orders = inbox.withLock { inbox in
            defer { inbox.orders = [] }
            return inbox.orders
        }
        for order in orders {
            switch order {
            case .start(let request, let exchange): transfers.start(request, exchange)
            case .resume(let id): transfers.resume(id, receiving: true)
            case .resumeUpload(let id): transfers.resume(id, receiving: false)
            case .cancel(let id): transfers.cancel(id)
            case .stop: return false
            }
        }
        return true
    }
}
