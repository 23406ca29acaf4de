/// Ruby: Bundler; Rails, Rack and plain programs.
extension Language {
    static let ruby = Language(
        name: "ruby", title: "Ruby", image: "docker.io/library/ruby:{version}", version: "3.4", precision: 2,
        signs: ["Gemfile", "config.ru"], lookedFor: ["Gemfile"], reads: [".ruby-version", ".tool-versions"],
        programs: ["ruby", "bundle", "rails", "rackup", "puma", "rake"],
        versions: [
            versionFile(".ruby-version", dropping: "ruby-"),
            Rule { tree throws(BuildFailure) in
                let line = try tree.needed("Gemfile")?.split(whereSeparator: \.isNewline).first { $0.hasPrefix("ruby ") } ?? ""
                let parts = line.split(whereSeparator: { $0 == "\"" || $0 == "'" })
                return parts.count > 1 ? Finding(String(parts[1]), because: "`ruby` in Gemfile") : nil
            },
            toolVersion("ruby"),
        ],
        managers: [PackageManager("bundler", file: "Gemfile", files: ["Gemfile.lock", ".ruby-version"], install: ["bundle install"])],
        builds: [],
        starts: [
            Rule { tree throws(BuildFailure) in
                tree.hasFile("bin/rails") ? Finding("bundle exec rails server -b 0.0.0.0 -p $PORT", because: "bin/rails", isGuess: true) : nil
            },
            Rule { tree throws(BuildFailure) in
                guard tree.hasFile("config.ru") else { return nil }
                let hasPuma = try tree.needed("Gemfile")?.contains("puma") ?? false
                let command = hasPuma ? "bundle exec puma -b tcp://0.0.0.0:$PORT" : tree.hasFile("Gemfile") ? "bundle exec rackup -o 0.0.0.0 -p $PORT" : "rackup -o 0.0.0.0 -p $PORT"
                return Finding(command, because: hasPuma ? "config.ru, puma in Gemfile" : "config.ru", isGuess: true)
            },
            usualFile(["app.rb", "server.rb", "main.rb"], command: "ruby"),
        ],
        runEnvironment: [("RACK_ENV", "production"), ("RAILS_ENV", "production"), ("RAILS_LOG_TO_STDOUT", "1"), ("RAILS_SERVE_STATIC_FILES", "1")])
}
