import Core
import Foundation

/// Which app a folder is: `.slipway.json` in it or in a folder above, written by `slipway link`.
///
/// It says what is meant, never who may: an address in it is compared with the one that is logged in to, and no token is
/// sent to an address because a file says so. A file of somebody else's is not read, as Git does with its folders.
struct Link: Equatable {
    static let fileName = ".slipway.json"

    var api: String
    var app: String
    /// `demo/shop`, for people.
    var name: String

    /// The nearest, and where it lies.
    static func find(from folder: String = FileManager.default.currentDirectoryPath) throws -> (link: Link, path: String)? {
        var folder = folder
        while true {
            let path = (folder as NSString).appendingPathComponent(fileName)
            if let link = try read(path) { return (link, path) }
            let parent = (folder as NSString).deletingLastPathComponent
            guard parent != folder, !parent.isEmpty else { return nil }
            folder = parent
        }
    }

    static func read(_ path: String) throws -> Link? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw CLIError(message: "\(path) belongs to somebody else, so it is not believed.", advice: "name the app:  slipway status APP")
        }
        guard status.st_size < 1 << 16, let data = FileManager.default.contents(atPath: path), let json = try? JSONValue(parsing: Array(data)),
            let api = json["api"]?.string, let app = json["app"]?.string, AppID(app) != nil
        else { throw CLIError(message: "\(path) is no link to an app.", advice: "write it anew:  slipway link APP") }
        return Link(api: api, app: app, name: json["name"]?.string ?? app)
    }

    func write(to path: String) throws {
        let json: JSONValue = ["api": .string(api), "app": .string(app), "name": .string(name)]
        do {
            try Data(json.encodedBytes(pretty: true) + [0x0A]).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CLIError(message: "\(path) can't be written: \(error.localizedDescription).")
        }
    }
}
