/// A row that one replica works on for now.
///
/// Such a table has `lease_owner text`, `lease_fence bigint NOT NULL DEFAULT 0` and `lease_until timestamptz`. Claiming is
/// one UPDATE of a row chosen by FOR UPDATE SKIP LOCKED that sets the owner, adds one to the fence and gives 15 seconds;
/// `withHeartbeat` renews them. Every later write names the fence in its WHERE: whoever lost the lease writes nothing.
package struct Lease: Sendable, Hashable {
    package let owner: String
    package let fence: Int64

    package init(owner: String, fence: Int64) {
        self.owner = owner
        self.fence = fence
    }
}
