/// What a token lets its holder do, whatever the account's roles allow beyond it.
package enum Scope: String, Sendable, Codable, Hashable, CaseIterable {
    case read, deploy, admin
}
