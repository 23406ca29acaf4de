import Core

/// Who has which connection, and who waits: the pool's bookkeeping, without locks, threads or a clock of its own.
struct PoolState<Connection> {
    /// What a lease turns out to be.
    enum Lease {
        /// One is free.
        case taken(Connection)
        /// None is free but there is room: make one and keep it.
        case make
        /// All are out: `wait` until one comes back.
        case full
        case refused(Fault)
    }

    /// Who waits is served by being handed a connection, or refused; one of the two, once.
    struct Waiter {
        let ticket: Int
        let deadline: ContinuousClock.Instant
        let serve: @Sendable (Connection) -> Void
        let refuse: @Sendable (Fault) -> Void
    }

    private let size: Int
    private let mostWaiting: Int
    private var idle: [(connection: Connection, since: ContinuousClock.Instant)] = []
    private var made = 0
    private var waiters: [Waiter] = []
    private var lastTicket = 0
    private(set) var isClosed = false
    /// Somebody looks after the deadlines of those who wait.
    var isWatched = false

    init(size: Int, mostWaiting: Int) {
        self.size = max(1, size)
        self.mostWaiting = mostWaiting
    }

    var waiting: Int { waiters.count }
    var inUse: Int { made - idle.count }
    var unused: Int { idle.count }

    /// The most recently used connection is taken first, so that the others grow old and are closed.
    mutating func lease() -> Lease {
        if isClosed { return .refused(.unavailable("The service is stopping.")) }
        if let (connection, _) = idle.popLast() { return .taken(connection) }
        if made < size {
            made += 1
            return .make
        }
        guard waiters.count < mostWaiting else { return .refused(Self.busy) }
        return .full
    }

    mutating func ticket() -> Int {
        lastTicket += 1
        return lastTicket
    }

    mutating func wait(_ waiter: Waiter) {
        waiters.append(waiter)
    }

    /// Takes a connection back; the one who waited longest gets it.
    mutating func giveBack(_ connection: Connection, at now: ContinuousClock.Instant) -> Waiter? {
        guard waiters.isEmpty else { return waiters.removeFirst() }
        idle.append((connection, now))
        return nil
    }

    /// Forgets one who no longer waits; nil when it has been served already.
    mutating func abandon(_ ticket: Int) -> Waiter? {
        guard let place = waiters.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return waiters.remove(at: place)
    }

    /// Those whose deadline has passed; they wait in order of deadline.
    mutating func expire(at now: ContinuousClock.Instant) -> [Waiter] {
        let expired = Array(waiters.prefix { $0.deadline <= now })
        waiters.removeFirst(expired.count)
        return expired
    }

    /// Connections that nobody has used since `moment`, to be closed. They are forgotten here.
    mutating func takeUnused(since moment: ContinuousClock.Instant) -> [Connection] {
        let unused = idle.prefix { $0.since < moment }.map(\.connection)
        idle.removeFirst(unused.count)
        made -= unused.count
        return unused
    }

    mutating func close() -> [Connection] {
        isClosed = true
        defer { idle = [] }
        return idle.map(\.connection)
    }

    static var busy: Fault { .exhausted("The database is busy.", retryAfter: .seconds(1)) }
}
