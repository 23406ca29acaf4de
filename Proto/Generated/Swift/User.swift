// Written by Proto/generate from Proto/user.proto; do not edit.

internal import CMessages
internal import CProtobufC
package import Core
package import Wire

extension Proto {
    /// The message `Account` of user.proto.
    package struct Account: Sendable, Equatable {
        package var id: String = ""
        package var email: String = ""
        package var name: String = ""
        package var createdAt: Int64 = 0
        /// May do what concerns the whole installation. The first account of an installation is one.
        package var isOperator: Bool = false

        package init() {}

        package init(
            id: String = "",
            email: String = "",
            name: String = "",
            createdAt: Int64 = 0,
            isOperator: Bool = false
        ) {
            self.id = id
            self.email = email
            self.name = name
            self.createdAt = createdAt
            self.isOperator = isOperator
        }
    }
}

extension Proto.Account: WireMessage {
    package static let schema = "slipway.v1.Account"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__account__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__account__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Account) {
        self.id = String(wire: c.id)
        self.email = String(wire: c.email)
        self.name = String(wire: c.name)
        self.createdAt = c.created_at
        self.isOperator = c.is_operator != 0
    }

    func write(to c: inout Slipway__V1__Account, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "Account.id")
        c.email = try arena.text(self.email, "Account.email")
        c.name = try arena.text(self.name, "Account.name")
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
        if self.isOperator { c.has_is_operator = 1; c.is_operator = 1 }
    }
}

extension Proto {
    /// The message `SignUpRequest` of user.proto.
    package struct SignUpRequest: Sendable, Equatable {
        package var email: String = ""
        package var sealedPassword: [UInt8] = []
        package var name: String = ""

        package init() {}

        package init(
            email: String = "",
            sealedPassword: [UInt8] = [],
            name: String = ""
        ) {
            self.email = email
            self.sealedPassword = sealedPassword
            self.name = name
        }
    }
}

extension Proto.SignUpRequest: WireMessage {
    package static let schema = "slipway.v1.SignUpRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__sign_up_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__sign_up_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__SignUpRequest) {
        self.email = String(wire: c.email)
        self.sealedPassword = c.sealed_password.copied
        self.name = String(wire: c.name)
    }

    func write(to c: inout Slipway__V1__SignUpRequest, in arena: inout Arena) throws(Core.Fault) {
        c.email = try arena.text(self.email, "SignUpRequest.email")
        if !self.sealedPassword.isEmpty { c.has_sealed_password = 1; c.sealed_password = ProtobufCBinaryData(self.sealedPassword, in: &arena) }
        c.name = try arena.text(self.name, "SignUpRequest.name")
    }
}

extension Proto {
    /// The message `LogInRequest` of user.proto.
    package struct LogInRequest: Sendable, Equatable {
        package var email: String = ""
        package var sealedPassword: [UInt8] = []
        /// SHA-256 of the refresh token or session cookie that the gateway will hand out.
        package var refreshHash: [UInt8] = []
        package var kind: String = ""
        package var userAgent: String = ""
        package var address: String = ""

        package init() {}

        package init(
            email: String = "",
            sealedPassword: [UInt8] = [],
            refreshHash: [UInt8] = [],
            kind: String = "",
            userAgent: String = "",
            address: String = ""
        ) {
            self.email = email
            self.sealedPassword = sealedPassword
            self.refreshHash = refreshHash
            self.kind = kind
            self.userAgent = userAgent
            self.address = address
        }
    }
}

extension Proto.LogInRequest: WireMessage {
    package static let schema = "slipway.v1.LogInRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__log_in_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__log_in_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__LogInRequest) {
        self.email = String(wire: c.email)
        self.sealedPassword = c.sealed_password.copied
        self.refreshHash = c.refresh_hash.copied
        self.kind = String(wire: c.kind)
        self.userAgent = String(wire: c.user_agent)
        self.address = String(wire: c.address)
    }

    func write(to c: inout Slipway__V1__LogInRequest, in arena: inout Arena) throws(Core.Fault) {
        c.email = try arena.text(self.email, "LogInRequest.email")
        if !self.sealedPassword.isEmpty { c.has_sealed_password = 1; c.sealed_password = ProtobufCBinaryData(self.sealedPassword, in: &arena) }
        if !self.refreshHash.isEmpty { c.has_refresh_hash = 1; c.refresh_hash = ProtobufCBinaryData(self.refreshHash, in: &arena) }
        c.kind = try arena.text(self.kind, "LogInRequest.kind")
        c.user_agent = try arena.text(self.userAgent, "LogInRequest.user_agent")
        c.address = try arena.text(self.address, "LogInRequest.address")
    }
}

extension Proto {
    /// The message `Session` of user.proto.
    package struct Session: Sendable, Equatable {
        package var id: String = ""
        package var accountID: String = ""
        package var kind: String = ""
        package var userAgent: String = ""
        package var address: String = ""
        package var createdAt: Int64 = 0
        package var lastUsedAt: Int64 = 0
        package var expiresAt: Int64 = 0

        package init() {}

        package init(
            id: String = "",
            accountID: String = "",
            kind: String = "",
            userAgent: String = "",
            address: String = "",
            createdAt: Int64 = 0,
            lastUsedAt: Int64 = 0,
            expiresAt: Int64 = 0
        ) {
            self.id = id
            self.accountID = accountID
            self.kind = kind
            self.userAgent = userAgent
            self.address = address
            self.createdAt = createdAt
            self.lastUsedAt = lastUsedAt
            self.expiresAt = expiresAt
        }
    }
}

extension Proto.Session: WireMessage {
    package static let schema = "slipway.v1.Session"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__session__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__session__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Session) {
        self.id = String(wire: c.id)
        self.accountID = String(wire: c.account_id)
        self.kind = String(wire: c.kind)
        self.userAgent = String(wire: c.user_agent)
        self.address = String(wire: c.address)
        self.createdAt = c.created_at
        self.lastUsedAt = c.last_used_at
        self.expiresAt = c.expires_at
    }

    func write(to c: inout Slipway__V1__Session, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "Session.id")
        c.account_id = try arena.text(self.accountID, "Session.account_id")
        c.kind = try arena.text(self.kind, "Session.kind")
        c.user_agent = try arena.text(self.userAgent, "Session.user_agent")
        c.address = try arena.text(self.address, "Session.address")
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
        if self.lastUsedAt != 0 { c.has_last_used_at = 1; c.last_used_at = self.lastUsedAt }
        if self.expiresAt != 0 { c.has_expires_at = 1; c.expires_at = self.expiresAt }
    }
}

extension Proto {
    /// The message `LogInReply` of user.proto.
    package struct LogInReply: Sendable, Equatable {
        package var account: Proto.Account?
        package var session: Proto.Session?

        package init() {}

        package init(
            account: Proto.Account? = nil,
            session: Proto.Session? = nil
        ) {
            self.account = account
            self.session = session
        }
    }
}

extension Proto.LogInReply: WireMessage {
    package static let schema = "slipway.v1.LogInReply"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__log_in_reply__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__log_in_reply__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__LogInReply) {
        self.account = c.account.map { Proto.Account(reading: $0.pointee) }
        self.session = c.session.map { Proto.Session(reading: $0.pointee) }
    }

    func write(to c: inout Slipway__V1__LogInReply, in arena: inout Arena) throws(Core.Fault) {
        if let value = self.account {
            let place = arena.make(slipway__v1__account__init)
            try value.write(to: &place.pointee, in: &arena)
            c.account = place
        }
        if let value = self.session {
            let place = arena.make(slipway__v1__session__init)
            try value.write(to: &place.pointee, in: &arena)
            c.session = place
        }
    }
}

extension Proto {
    /// The message `RefreshRequest` of user.proto.
    package struct RefreshRequest: Sendable, Equatable {
        package var refreshHash: [UInt8] = []
        package var nextRefreshHash: [UInt8] = []

        package init() {}

        package init(
            refreshHash: [UInt8] = [],
            nextRefreshHash: [UInt8] = []
        ) {
            self.refreshHash = refreshHash
            self.nextRefreshHash = nextRefreshHash
        }
    }
}

extension Proto.RefreshRequest: WireMessage {
    package static let schema = "slipway.v1.RefreshRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__refresh_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__refresh_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__RefreshRequest) {
        self.refreshHash = c.refresh_hash.copied
        self.nextRefreshHash = c.next_refresh_hash.copied
    }

    func write(to c: inout Slipway__V1__RefreshRequest, in arena: inout Arena) throws(Core.Fault) {
        if !self.refreshHash.isEmpty { c.has_refresh_hash = 1; c.refresh_hash = ProtobufCBinaryData(self.refreshHash, in: &arena) }
        if !self.nextRefreshHash.isEmpty { c.has_next_refresh_hash = 1; c.next_refresh_hash = ProtobufCBinaryData(self.nextRefreshHash, in: &arena) }
    }
}

extension Proto {
    /// The message `LogOutRequest` of user.proto.
    package struct LogOutRequest: Sendable, Equatable {
        package var sessionID: String = ""

        package init() {}

        package init(
            sessionID: String = ""
        ) {
            self.sessionID = sessionID
        }
    }
}

extension Proto.LogOutRequest: WireMessage {
    package static let schema = "slipway.v1.LogOutRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__log_out_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__log_out_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__LogOutRequest) {
        self.sessionID = String(wire: c.session_id)
    }

    func write(to c: inout Slipway__V1__LogOutRequest, in arena: inout Arena) throws(Core.Fault) {
        c.session_id = try arena.text(self.sessionID, "LogOutRequest.session_id")
    }
}

extension Proto {
    /// The message `GetAccountRequest` of user.proto.
    package struct GetAccountRequest: Sendable, Equatable {
        package var accountID: String = ""

        package init() {}

        package init(
            accountID: String = ""
        ) {
            self.accountID = accountID
        }
    }
}

extension Proto.GetAccountRequest: WireMessage {
    package static let schema = "slipway.v1.GetAccountRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__get_account_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__get_account_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__GetAccountRequest) {
        self.accountID = String(wire: c.account_id)
    }

    func write(to c: inout Slipway__V1__GetAccountRequest, in arena: inout Arena) throws(Core.Fault) {
        c.account_id = try arena.text(self.accountID, "GetAccountRequest.account_id")
    }
}

extension Proto {
    /// The message `ListSessionsRequest` of user.proto.
    package struct ListSessionsRequest: Sendable, Equatable {
        package var accountID: String = ""

        package init() {}

        package init(
            accountID: String = ""
        ) {
            self.accountID = accountID
        }
    }
}

extension Proto.ListSessionsRequest: WireMessage {
    package static let schema = "slipway.v1.ListSessionsRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_sessions_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_sessions_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListSessionsRequest) {
        self.accountID = String(wire: c.account_id)
    }

    func write(to c: inout Slipway__V1__ListSessionsRequest, in arena: inout Arena) throws(Core.Fault) {
        c.account_id = try arena.text(self.accountID, "ListSessionsRequest.account_id")
    }
}

extension Proto {
    /// The message `SessionList` of user.proto.
    package struct SessionList: Sendable, Equatable {
        package var items: [Proto.Session] = []

        package init() {}

        package init(
            items: [Proto.Session] = []
        ) {
            self.items = items
        }
    }
}

extension Proto.SessionList: WireMessage {
    package static let schema = "slipway.v1.SessionList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__session_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__session_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__SessionList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Session.init(reading:))
    }

    func write(to c: inout Slipway__V1__SessionList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__session__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
    }
}

extension Proto {
    /// The message `RevokeSessionRequest` of user.proto.
    package struct RevokeSessionRequest: Sendable, Equatable {
        package var accountID: String = ""
        package var sessionID: String = ""

        package init() {}

        package init(
            accountID: String = "",
            sessionID: String = ""
        ) {
            self.accountID = accountID
            self.sessionID = sessionID
        }
    }
}

extension Proto.RevokeSessionRequest: WireMessage {
    package static let schema = "slipway.v1.RevokeSessionRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__revoke_session_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__revoke_session_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__RevokeSessionRequest) {
        self.accountID = String(wire: c.account_id)
        self.sessionID = String(wire: c.session_id)
    }

    func write(to c: inout Slipway__V1__RevokeSessionRequest, in arena: inout Arena) throws(Core.Fault) {
        c.account_id = try arena.text(self.accountID, "RevokeSessionRequest.account_id")
        c.session_id = try arena.text(self.sessionID, "RevokeSessionRequest.session_id")
    }
}

extension Proto {
    /// The message `Token` of user.proto.
    package struct Token: Sendable, Equatable {
        package var id: String = ""
        package var name: String = ""
        package var scopes: [String] = []
        package var expiresAt: Int64?
        package var lastUsedAt: Int64?
        package var createdAt: Int64 = 0

        package init() {}

        package init(
            id: String = "",
            name: String = "",
            scopes: [String] = [],
            expiresAt: Int64? = nil,
            lastUsedAt: Int64? = nil,
            createdAt: Int64 = 0
        ) {
            self.id = id
            self.name = name
            self.scopes = scopes
            self.expiresAt = expiresAt
            self.lastUsedAt = lastUsedAt
            self.createdAt = createdAt
        }
    }
}

extension Proto.Token: WireMessage {
    package static let schema = "slipway.v1.Token"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__token__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__token__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Token) {
        self.id = String(wire: c.id)
        self.name = String(wire: c.name)
        self.scopes = WireFormat.strings(c.scopes, c.n_scopes)
        self.expiresAt = c.expires_at.map { $0.pointee.value }
        self.lastUsedAt = c.last_used_at.map { $0.pointee.value }
        self.createdAt = c.created_at
    }

    func write(to c: inout Slipway__V1__Token, in arena: inout Arena) throws(Core.Fault) {
        c.id = try arena.text(self.id, "Token.id")
        c.name = try arena.text(self.name, "Token.name")
        if !self.scopes.isEmpty {
            c.n_scopes = self.scopes.count
            c.scopes = try arena.texts(self.scopes, "Token.scopes")
        }
        if let value = self.expiresAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.expires_at = place
        }
        if let value = self.lastUsedAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.last_used_at = place
        }
        if self.createdAt != 0 { c.has_created_at = 1; c.created_at = self.createdAt }
    }
}

extension Proto {
    /// The message `CreateTokenRequest` of user.proto.
    package struct CreateTokenRequest: Sendable, Equatable {
        package var accountID: String = ""
        package var name: String = ""
        package var scopes: [String] = []
        package var expiresAt: Int64?
        package var tokenHash: [UInt8] = []

        package init() {}

        package init(
            accountID: String = "",
            name: String = "",
            scopes: [String] = [],
            expiresAt: Int64? = nil,
            tokenHash: [UInt8] = []
        ) {
            self.accountID = accountID
            self.name = name
            self.scopes = scopes
            self.expiresAt = expiresAt
            self.tokenHash = tokenHash
        }
    }
}

extension Proto.CreateTokenRequest: WireMessage {
    package static let schema = "slipway.v1.CreateTokenRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__create_token_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__create_token_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__CreateTokenRequest) {
        self.accountID = String(wire: c.account_id)
        self.name = String(wire: c.name)
        self.scopes = WireFormat.strings(c.scopes, c.n_scopes)
        self.expiresAt = c.expires_at.map { $0.pointee.value }
        self.tokenHash = c.token_hash.copied
    }

    func write(to c: inout Slipway__V1__CreateTokenRequest, in arena: inout Arena) throws(Core.Fault) {
        c.account_id = try arena.text(self.accountID, "CreateTokenRequest.account_id")
        c.name = try arena.text(self.name, "CreateTokenRequest.name")
        if !self.scopes.isEmpty {
            c.n_scopes = self.scopes.count
            c.scopes = try arena.texts(self.scopes, "CreateTokenRequest.scopes")
        }
        if let value = self.expiresAt {
            let place = arena.make(slipway__v1__int64_value__init)
            place.pointee.has_value = 1
            place.pointee.value = value
            c.expires_at = place
        }
        if !self.tokenHash.isEmpty { c.has_token_hash = 1; c.token_hash = ProtobufCBinaryData(self.tokenHash, in: &arena) }
    }
}

extension Proto {
    /// The message `ListTokensRequest` of user.proto.
    package struct ListTokensRequest: Sendable, Equatable {
        package var accountID: String = ""
        package var limit: UInt32 = 0
        package var cursor: String = ""

        package init() {}

        package init(
            accountID: String = "",
            limit: UInt32 = 0,
            cursor: String = ""
        ) {
            self.accountID = accountID
            self.limit = limit
            self.cursor = cursor
        }
    }
}

extension Proto.ListTokensRequest: WireMessage {
    package static let schema = "slipway.v1.ListTokensRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_tokens_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_tokens_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListTokensRequest) {
        self.accountID = String(wire: c.account_id)
        self.limit = c.limit
        self.cursor = String(wire: c.cursor)
    }

    func write(to c: inout Slipway__V1__ListTokensRequest, in arena: inout Arena) throws(Core.Fault) {
        c.account_id = try arena.text(self.accountID, "ListTokensRequest.account_id")
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
        c.cursor = try arena.text(self.cursor, "ListTokensRequest.cursor")
    }
}

extension Proto {
    /// The message `TokenList` of user.proto.
    package struct TokenList: Sendable, Equatable {
        package var items: [Proto.Token] = []
        package var nextCursor: String?

        package init() {}

        package init(
            items: [Proto.Token] = [],
            nextCursor: String? = nil
        ) {
            self.items = items
            self.nextCursor = nextCursor
        }
    }
}

extension Proto.TokenList: WireMessage {
    package static let schema = "slipway.v1.TokenList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__token_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__token_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__TokenList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Token.init(reading:))
        self.nextCursor = c.next_cursor.map { String(wire: $0.pointee.value) }
    }

    func write(to c: inout Slipway__V1__TokenList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__token__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
        if let value = self.nextCursor {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "TokenList.next_cursor")
            c.next_cursor = place
        }
    }
}

extension Proto {
    /// The message `DeleteTokenRequest` of user.proto.
    package struct DeleteTokenRequest: Sendable, Equatable {
        package var accountID: String = ""
        package var tokenID: String = ""

        package init() {}

        package init(
            accountID: String = "",
            tokenID: String = ""
        ) {
            self.accountID = accountID
            self.tokenID = tokenID
        }
    }
}

extension Proto.DeleteTokenRequest: WireMessage {
    package static let schema = "slipway.v1.DeleteTokenRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__delete_token_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__delete_token_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__DeleteTokenRequest) {
        self.accountID = String(wire: c.account_id)
        self.tokenID = String(wire: c.token_id)
    }

    func write(to c: inout Slipway__V1__DeleteTokenRequest, in arena: inout Arena) throws(Core.Fault) {
        c.account_id = try arena.text(self.accountID, "DeleteTokenRequest.account_id")
        c.token_id = try arena.text(self.tokenID, "DeleteTokenRequest.token_id")
    }
}

extension Proto {
    /// The installation's operators. Asked by an operator.
    package struct ListOperatorsRequest: Sendable, Equatable {
        package var limit: UInt32 = 0
        package var cursor: String = ""

        package init() {}

        package init(
            limit: UInt32 = 0,
            cursor: String = ""
        ) {
            self.limit = limit
            self.cursor = cursor
        }
    }
}

extension Proto.ListOperatorsRequest: WireMessage {
    package static let schema = "slipway.v1.ListOperatorsRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__list_operators_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__list_operators_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__ListOperatorsRequest) {
        self.limit = c.limit
        self.cursor = String(wire: c.cursor)
    }

    func write(to c: inout Slipway__V1__ListOperatorsRequest, in arena: inout Arena) throws(Core.Fault) {
        if self.limit != 0 { c.has_limit = 1; c.limit = self.limit }
        c.cursor = try arena.text(self.cursor, "ListOperatorsRequest.cursor")
    }
}

extension Proto {
    /// The message `OperatorList` of user.proto.
    package struct OperatorList: Sendable, Equatable {
        package var items: [Proto.Account] = []
        package var nextCursor: String?

        package init() {}

        package init(
            items: [Proto.Account] = [],
            nextCursor: String? = nil
        ) {
            self.items = items
            self.nextCursor = nextCursor
        }
    }
}

extension Proto.OperatorList: WireMessage {
    package static let schema = "slipway.v1.OperatorList"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__operator_list__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__operator_list__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__OperatorList) {
        self.items = WireFormat.array(c.items, c.n_items, Proto.Account.init(reading:))
        self.nextCursor = c.next_cursor.map { String(wire: $0.pointee.value) }
    }

    func write(to c: inout Slipway__V1__OperatorList, in arena: inout Arena) throws(Core.Fault) {
        if !self.items.isEmpty {
            c.n_items = self.items.count
            c.items = arena.pointers(self.items.count)
            for (index, item) in self.items.enumerated() {
                let place = arena.make(slipway__v1__account__init)
                try item.write(to: &place.pointee, in: &arena)
                c.items[index] = place
            }
        }
        if let value = self.nextCursor {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "OperatorList.next_cursor")
            c.next_cursor = place
        }
    }
}

extension Proto {
    /// Makes an account an operator, or no operator any more. The last one stays.
    package struct SetOperatorRequest: Sendable, Equatable {
        package var account: String = ""
        package var isOperator: Bool = false

        package init() {}

        package init(
            account: String = "",
            isOperator: Bool = false
        ) {
            self.account = account
            self.isOperator = isOperator
        }
    }
}

extension Proto.SetOperatorRequest: WireMessage {
    package static let schema = "slipway.v1.SetOperatorRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__set_operator_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__set_operator_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__SetOperatorRequest) {
        self.account = String(wire: c.account)
        self.isOperator = c.is_operator != 0
    }

    func write(to c: inout Slipway__V1__SetOperatorRequest, in arena: inout Arena) throws(Core.Fault) {
        c.account = try arena.text(self.account, "SetOperatorRequest.account")
        if self.isOperator { c.has_is_operator = 1; c.is_operator = 1 }
    }
}

extension Proto {
    /// Who holds this secret? kind: api (API token), cookie (session cookie), session (the id inside a JWT, hash unused).
    package struct AuthenticateRequest: Sendable, Equatable {
        package var kind: String = ""
        package var secretHash: [UInt8] = []
        package var sessionID: String = ""

        package init() {}

        package init(
            kind: String = "",
            secretHash: [UInt8] = [],
            sessionID: String = ""
        ) {
            self.kind = kind
            self.secretHash = secretHash
            self.sessionID = sessionID
        }
    }
}

extension Proto.AuthenticateRequest: WireMessage {
    package static let schema = "slipway.v1.AuthenticateRequest"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__authenticate_request__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__authenticate_request__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__AuthenticateRequest) {
        self.kind = String(wire: c.kind)
        self.secretHash = c.secret_hash.copied
        self.sessionID = String(wire: c.session_id)
    }

    func write(to c: inout Slipway__V1__AuthenticateRequest, in arena: inout Arena) throws(Core.Fault) {
        c.kind = try arena.text(self.kind, "AuthenticateRequest.kind")
        if !self.secretHash.isEmpty { c.has_secret_hash = 1; c.secret_hash = ProtobufCBinaryData(self.secretHash, in: &arena) }
        c.session_id = try arena.text(self.sessionID, "AuthenticateRequest.session_id")
    }
}

extension Proto {
    /// The message `Identity` of user.proto.
    package struct Identity: Sendable, Equatable {
        package var account: Proto.Account?
        package var sessionID: String?
        package var tokenID: String?
        package var scopes: [String] = []
        package var expiresAt: Int64 = 0

        package init() {}

        package init(
            account: Proto.Account? = nil,
            sessionID: String? = nil,
            tokenID: String? = nil,
            scopes: [String] = [],
            expiresAt: Int64 = 0
        ) {
            self.account = account
            self.sessionID = sessionID
            self.tokenID = tokenID
            self.scopes = scopes
            self.expiresAt = expiresAt
        }
    }
}

extension Proto.Identity: WireMessage {
    package static let schema = "slipway.v1.Identity"

    package init(decoding bytes: [UInt8]) throws(Core.Fault) {
        self = try WireFormat.decode(bytes, slipway__v1__identity__init, Self.init(reading:))
    }

    package func encoded() throws(Core.Fault) -> [UInt8] {
        try WireFormat.encode(self, slipway__v1__identity__init) { (message, c, arena) throws(Core.Fault) in
            try message.write(to: &c, in: &arena)
        }
    }

    init(reading c: Slipway__V1__Identity) {
        self.account = c.account.map { Proto.Account(reading: $0.pointee) }
        self.sessionID = c.session_id.map { String(wire: $0.pointee.value) }
        self.tokenID = c.token_id.map { String(wire: $0.pointee.value) }
        self.scopes = WireFormat.strings(c.scopes, c.n_scopes)
        self.expiresAt = c.expires_at
    }

    func write(to c: inout Slipway__V1__Identity, in arena: inout Arena) throws(Core.Fault) {
        if let value = self.account {
            let place = arena.make(slipway__v1__account__init)
            try value.write(to: &place.pointee, in: &arena)
            c.account = place
        }
        if let value = self.sessionID {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "Identity.session_id")
            c.session_id = place
        }
        if let value = self.tokenID {
            let place = arena.make(slipway__v1__string_value__init)
            place.pointee.value = try arena.text(value, "Identity.token_id")
            c.token_id = place
        }
        if !self.scopes.isEmpty {
            c.n_scopes = self.scopes.count
            c.scopes = try arena.texts(self.scopes, "Identity.scopes")
        }
        if self.expiresAt != 0 { c.has_expires_at = 1; c.expires_at = self.expiresAt }
    }
}

/// What the user service answers.
package enum UserRPC {
    package static let getAccount = RPCMethod<Proto.GetAccountRequest, Proto.Account>("user", "get_account")
    package static let listSessions = RPCMethod<Proto.ListSessionsRequest, Proto.SessionList>("user", "list_sessions")
    package static let revokeSession = RPCMethod<Proto.RevokeSessionRequest, Proto.Empty>("user", "revoke_session")
    package static let createToken = RPCMethod<Proto.CreateTokenRequest, Proto.Token>("user", "create_token")
    package static let listTokens = RPCMethod<Proto.ListTokensRequest, Proto.TokenList>("user", "list_tokens")
    package static let deleteToken = RPCMethod<Proto.DeleteTokenRequest, Proto.Empty>("user", "delete_token")
    package static let logOut = RPCMethod<Proto.LogOutRequest, Proto.Empty>("user", "log_out")
    package static let listOperators = RPCMethod<Proto.ListOperatorsRequest, Proto.OperatorList>("user", "list_operators")
    package static let setOperator = RPCMethod<Proto.SetOperatorRequest, Proto.Account>("user", "set_operator")

    /// Every subject of this table.
    package static let all: [String] = [
        getAccount.subject,
        listSessions.subject,
        revokeSession.subject,
        createToken.subject,
        listTokens.subject,
        deleteToken.subject,
        logOut.subject,
        listOperators.subject,
        setOperator.subject,
    ]
}

/// Asked by the gateway before anybody is known.
package enum UserInternalRPC {
    package static let signUp = RPCMethod<Proto.SignUpRequest, Proto.Account>("user", "internal.sign_up")
    package static let logIn = RPCMethod<Proto.LogInRequest, Proto.LogInReply>("user", "internal.log_in")
    package static let refresh = RPCMethod<Proto.RefreshRequest, Proto.LogInReply>("user", "internal.refresh")
    package static let authenticate = RPCMethod<Proto.AuthenticateRequest, Proto.Identity>("user", "internal.authenticate")
    package static let changes = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>("user", "internal.changes")
    package static let storage = RPCMethod<Proto.Empty, Proto.StorageReply>("user", "internal.storage")

    /// Every subject of this table.
    package static let all: [String] = [
        signUp.subject,
        logIn.subject,
        refresh.subject,
        authenticate.subject,
        changes.subject,
        storage.subject,
    ]
}
