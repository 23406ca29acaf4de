import ContainerEngine
import Core
import Foundation
import Messages

/// What images and their layers take on the engine.
extension EngineBuilder {
    func measure(_ disk: inout Proto.ImageDisk, _ apps: inout [String: Proto.AppDisk]) async throws {
        if disk.diskFree == nil, let folder = try? await engine.storageFolder() {
            let system = try? FileManager.default.attributesOfFileSystem(forPath: folder)
            disk.diskFree = (system?[.systemFreeSize] as? NSNumber)?.int64Value
            disk.diskTotal = (system?[.systemSize] as? NSNumber)?.int64Value
        }
        let all = try await engine.listImages(all: true)
        let sizes = try await layers.sizes(of: all.map(\.id))
        var named = Shares(), rest = Shares()
        for image in all {
            let isOurs = image.labels["slipway.installation"] == installation
            let app = isOurs ? image.labels["slipway.app"] : nil
            let isCache = isOurs && image.isNameless
            if isCache { disk.cacheImages += 1 }
            if let app, !isCache { apps[app]?.engineImages += 1 }
            for layer in sizes[image.id] ?? [] {
                if isCache { rest.add(layer.id, layer.size, to: "") } else { named.add(layer.id, layer.size, to: app) }
            }
        }
        for (name, share) in named.shares {
            apps[name]?.engineUnique = share.unique
            apps[name]?.engineShared = share.shared
        }
        disk.engineImages = named.total
        disk.cacheBytes = rest.total(without: named)
    }
}

extension StoredImage {
    fileprivate var isNameless: Bool { tags.allSatisfy { $0 == "<none>:<none>" } }
}
