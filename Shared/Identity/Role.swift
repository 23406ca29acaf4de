/// What a member may do in a project. Each role may do everything the ones below it may.
package enum Role: String, Sendable, Codable, Hashable, Comparable, CaseIterable {
    case viewer, deployer, admin, owner

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .deployer: 1
        case .admin: 2
        case .owner: 3
        }
    }
}
