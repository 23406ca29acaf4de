/// Who runs inside: an image's numeric, non-zero USER, else somebody who is nobody.
struct UserOfImage: Sendable, Equatable {
    /// Group 0, because images that Slipway builds are writable for it.
    static let nobody = UserOfImage(user: 10_001, group: 0, isOwn: false)

    var user: Int
    var group: Int?
    /// True when the image asked for it.
    var isOwn: Bool

    /// A name in USER stands in a file of the image, which an engine does not show: such an image runs as nobody too.
    init(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard let first = parts.first, let user = Int(first), user > 0, user < 1 << 31 else {
            self = .nobody
            return
        }
        self.init(user: user, group: parts.count > 1 ? Int(parts[1]) : nil, isOwn: true)
    }

    private init(user: Int, group: Int?, isOwn: Bool) {
        self.user = user
        self.group = group
        self.isOwn = isOwn
    }

    var text: String { group.map { "\(user):\($0)" } ?? String(user) }

    static func isRoot(_ text: String) -> Bool {
        let name = text.split(separator: ":").first.map(String.init) ?? ""
        return name.isEmpty || name == "0" || name == "root"
    }
}
