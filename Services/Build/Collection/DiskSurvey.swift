import ContainerEngine
import Core
import Messages

/// What images take, and whose they are. A blob or layer that several have is told as shared: deleting one of them frees only
/// what is its own. What cannot be measured is named, and the rest told all the same.
struct DiskSurvey: Sendable {
    let store: CollectionStore
    let registry: ImageRegistry
    let maintenance: RegistryMaintenance?
    let builder: any Builder
    /// Images that apps' images begin with; those of our registry are known by their blobs.
    let bases: [String]

    private static let mostApps = 500

    func measure() async throws -> Proto.ImageDisk {
        var disk = Proto.ImageDisk()
        let kept = try await store.images()
        var apps: [String: Proto.AppDisk] = [:]
        for image in kept {
            let name = image.app.description
            var app = apps[name] ?? Proto.AppDisk(appID: name, projectID: image.project.description)
            app.images += 1
            (app.appName, app.projectName) = (image.appName, image.projectName)
            apps[name] = app
        }
        do {
            let pieces = try await blobs(kept)
            disk.registryImages = pieces.total
            for (name, share) in pieces.shares {
                apps[name]?.registryUnique = share.unique
                apps[name]?.registryShared = share.shared
            }
        } catch {
            disk.missing.append("The registry's images: \(Self.said(error))")
        }
        await measureRegistry(&disk)
        do { try await builder.measure(&disk, &apps) } catch { disk.missing.append("The builder's images: \(Self.said(error))") }
        let largest = apps.values.sorted { ($0.weight, $0.appID) > ($1.weight, $1.appID) }
        disk.apps = Array(largest.prefix(Self.mostApps))
        disk.lastCollection = try await store.latest()?.proto
        return disk
    }

    private func blobs(_ kept: [KeptImage]) async throws -> Shares {
        var pieces = Shares()
        for image in kept {
            for blob in try await registry.blobs(of: image.image) { pieces.add(blob.id, blob.size, to: image.app.description) }
        }
        for base in bases {
            for blob in try await registry.blobs(of: base) { pieces.add(blob.id, blob.size, to: nil) }
        }
        return pieces
    }

    private func measureRegistry(_ disk: inout Proto.ImageDisk) async {
        guard let maintenance else { return }
        do {
            let measure = try await maintenance.measure()
            (disk.registryDisk, disk.diskFree, disk.diskTotal) = (measure.bytes, measure.free, measure.total)
        } catch {
            disk.missing.append("The registry's folder: \(Self.said(error))")
        }
    }

    private static func said(_ error: any Error) -> String {
        (error as? EngineError)?.message ?? Fault.wrapping(error, "measuring").message
    }
}

/// Pieces and whose they are, each counted once.
struct Shares: Sendable {
    private var pieces: [String: (size: Int64, owners: Set<String?>)] = [:]

    /// - Parameter owner: an app; nil for what is no app's.
    mutating func add(_ piece: String, _ size: Int64, to owner: String?) {
        pieces[piece, default: (size, [])].owners.insert(owner)
    }

    /// Of what an app owns at least a part of.
    var total: Int64 { pieces.values.reduce(0) { $1.owners == [nil] ? $0 : $0 + $1.size } }

    func total(without other: Shares) -> Int64 {
        pieces.reduce(0) { other.pieces[$1.key] == nil ? $0 + $1.value.size : $0 }
    }

    /// By app: what is its own alone, and what it has in common with others.
    var shares: [String: (unique: Int64, shared: Int64)] {
        var shares: [String: (unique: Int64, shared: Int64)] = [:]
        for piece in pieces.values {
            for case let owner? in piece.owners {
                if piece.owners.count == 1 {
                    shares[owner, default: (0, 0)].unique += piece.size
                } else {
                    shares[owner, default: (0, 0)].shared += piece.size
                }
            }
        }
        return shares
    }
}

extension Proto.AppDisk {
    fileprivate var weight: Int64 { registryUnique + engineUnique }
}
