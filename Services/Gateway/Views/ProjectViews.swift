import Core
import Messages

extension Proto.Project {
    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "state": .string(state), "role": .filled(role),
            "owner_id": .filled(ownerID), "created_at": .time(createdAt), "updated_at": .time(updatedAt),
        ]
    }
}
