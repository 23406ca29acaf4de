import Core

/// Python: pip, Poetry, uv and Pipenv; Django, Flask, FastAPI and Starlette.
extension Language {
    static let python = Language(
        name: "python", title: "Python", image: "docker.io/library/python:{version}-slim", version: "3.12", precision: 2,
        signs: ["requirements.txt", "pyproject.toml", "Pipfile", "setup.py", "manage.py", "main.py", "app.py"],
        lookedFor: ["requirements.txt", "pyproject.toml", "Pipfile", "app.py", "main.py"],
        reads: [".python-version", "runtime.txt", ".tool-versions", "requirements*.txt", "requirements/*.txt"] + PythonSource.modules,
        programs: ["python", "python3", "gunicorn", "uvicorn", "hypercorn", "daphne", "waitress-serve", "flask", "fastapi", "streamlit", "poetry", "uv"],
        versions: [
            versionFile(".python-version"), versionFile("runtime.txt", dropping: "python-"),
            Rule { tree throws(BuildFailure) in
                let project = try tree.toml("pyproject.toml")
                if let version = project?["project"]?["requires-python"]?.string { return Finding(version, because: "`requires-python` in pyproject.toml") }
                let poetry = project?["tool"]?["poetry"]?["dependencies"]?["python"]?.string
                return poetry.map { Finding($0, because: "`tool.poetry.dependencies.python` in pyproject.toml") }
            },
            toolVersion("python"),
        ],
        managers: [
            // Into the image's own Python, as everything else: an environment of its own would only hide it.
            PackageManager(
                "uv", file: "uv.lock", files: ["pyproject.toml"],
                install: ["pip install uv", "uv export --frozen --no-dev --no-emit-project --output-file /tmp/locked.txt && pip install -r /tmp/locked.txt"]),
            PackageManager(
                "poetry",
                applies: { tree throws(BuildFailure) in
                    if tree.hasFile("poetry.lock") { return "poetry.lock" }
                    return try tree.toml("pyproject.toml")?["tool"]?["poetry"]?["dependencies"] == nil ? nil : "`tool.poetry` in pyproject.toml"
                },
                files: { _ throws(BuildFailure) in ["pyproject.toml", "poetry.lock"] },
                install: { _ throws(BuildFailure) in
                    ["pip install poetry", "POETRY_VIRTUALENVS_CREATE=false poetry install --only main --no-root --no-interaction"]
                }),
            PackageManager(
                "pip", applies: { tree throws(BuildFailure) in tree.hasFile("requirements.txt") ? "requirements.txt" : nil },
                files: { tree throws(BuildFailure) in try PythonSource.requirementFiles(tree) },
                install: { tree throws(BuildFailure) in
                    try PythonSource.lines(tree, "requirements.txt").isEmpty ? [] : ["pip install -r requirements.txt"]
                }),
            PackageManager("pipenv", file: "Pipfile.lock", files: ["Pipfile"], install: ["pip install pipenv", "pipenv install --system --deploy"]),
            PackageManager(
                "pip",
                applies: { tree throws(BuildFailure) in try PythonSource.declared(tree).isEmpty ? nil : "`project.dependencies` in pyproject.toml" },
                files: { _ throws(BuildFailure) in ["pyproject.toml"] },
                install: { tree throws(BuildFailure) in
                    ["pip install " + (try PythonSource.declared(tree)).map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")]
                }),
            PackageManager(
                "setuptools", applies: { tree throws(BuildFailure) in tree.hasFile("setup.py") && !tree.hasFile("pyproject.toml") ? "setup.py" : nil },
                files: { _ throws(BuildFailure) in nil }, install: { _ throws(BuildFailure) in ["pip install ."] }),
        ],
        builds: [
            // Packages below src/ are found only when they are installed.
            Rule { tree throws(BuildFailure) in
                guard try tree.toml("pyproject.toml")?["build-system"] != nil, tree.entries.keys.contains(where: { $0.hasPrefix("src/") && $0.hasSuffix("/__init__.py") })
                else { return nil }
                return Finding("pip install --no-deps .", because: "`build-system` in pyproject.toml")
            }
        ],
        starts: [
            Rule { tree throws(BuildFailure) in try PythonSource.django(tree) },
            Rule { tree throws(BuildFailure) in try PythonSource.application(tree) },
            usualFile(["main.py", "app.py", "server.py", "run.py", "wsgi.py", "__main__.py"], command: "python"),
        ],
        environment: [("PYTHONUNBUFFERED", "1"), ("PYTHONDONTWRITEBYTECODE", "1"), ("PIP_NO_CACHE_DIR", "1"), ("PIP_ROOT_USER_ACTION", "ignore"), ("PIP_DISABLE_PIP_VERSION_CHECK", "1")])
}

/// What Python sources say of themselves.
enum PythonSource {
    /// Where applications usually are.
    static let modules = ["main", "app", "wsgi", "asgi", "application", "server", "run"].flatMap { ["\($0).py", "*/\($0).py"] } + ["*/__init__.py"]

    /// The lines of a requirements file that ask for something; continued lines are one.
    static func lines(_ tree: SourceTree, _ path: String) throws(BuildFailure) -> [String] {
        (try tree.needed(path) ?? "").replacing("\\\r\n", with: " ").replacing("\\\n", with: " ").split(whereSeparator: \.isNewline).map { line in
            (line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? line).trimmed
        }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    /// requirements.txt and the files it names; nil when it names something that only the whole source has.
    static func requirementFiles(_ tree: SourceTree) throws(BuildFailure) -> [String]? {
        var files = ["requirements.txt"]
        var index = 0
        while index < files.count {
            let path = files[index]
            index += 1
            for line in try lines(tree, path) {
                let words = line.split(whereSeparator: { $0.isWhitespace || $0 == "=" })
                if line.hasPrefix("-r") || line.hasPrefix("-c") || line.hasPrefix("--requirement") || line.hasPrefix("--constraint") {
                    let name = words.count > 1 ? String(words[1]) : String(line.dropFirst(2))
                    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
                    guard let named = RelativePath(folder + name), tree.contents[named.text] != nil, Recipe.isPlain(named.text), files.count < 32 else { return nil }
                    if !files.contains(named.text) { files.append(named.text) }
                } else if line.hasPrefix("-e") || line.hasPrefix("--editable") || line.hasPrefix(".") || line.hasPrefix("/") || line.contains("file:") {
                    return nil
                }
            }
        }
        return files
    }

    /// `project.dependencies`, as pip takes them.
    static func declared(_ tree: SourceTree) throws(BuildFailure) -> [String] {
        let items = try tree.toml("pyproject.toml")?["project"]?["dependencies"]?.array ?? []
        return items.compactMap(\.string).filter { Recipe.isCommand($0) && !$0.hasPrefix("-") }
    }

    /// The names of all that is depended on: lower-case, `_` and `.` as `-`; extras stay, as in `fastapi[standard]`.
    static func dependencies(_ tree: SourceTree) throws(BuildFailure) -> Set<String> {
        var asked: [String] = try declared(tree)
        for path in try requirementFiles(tree) ?? ["requirements.txt"] { asked += try lines(tree, path) }
        if let poetry = try tree.toml("pyproject.toml")?["tool"]?["poetry"]?["dependencies"]?.object { asked += poetry.keys }
        if tree.hasFile("Pipfile"), let packages = try tree.toml("Pipfile")?["packages"]?.object { asked += packages.keys }
        return Set(asked.map { line in
            let name = line.prefix { $0.isLetter || $0.isNumber || "._-[],".contains($0) }
            return name.lowercased().replacing("_", with: "-").replacing(".", with: "-")
        })
    }

    private static func uses(_ names: Set<String>, _ name: String) -> Bool { names.contains(name) || names.contains { $0.hasPrefix(name + "[") } }

    /// manage.py is Django; the package with wsgi.py or asgi.py is the project.
    static func django(_ tree: SourceTree) throws(BuildFailure) -> Finding? {
        guard tree.hasFile("manage.py") else { return nil }
        let names = try dependencies(tree)
        let served = tree.read("*/wsgi.py").first ?? tree.read("*/asgi.py").first
        let package = served.flatMap { $0.split(separator: "/").first.map(String.init) }.flatMap { isName($0) ? $0 : nil }
        let hasASGI = package.map { tree.hasFile("\($0)/asgi.py") } ?? false, hasWSGI = package.map { tree.hasFile("\($0)/wsgi.py") } ?? false
        if let package, hasWSGI, uses(names, "gunicorn") {
            return Finding("gunicorn --bind 0.0.0.0:$PORT \(package).wsgi", because: "manage.py, \(package)/wsgi.py, gunicorn", isGuess: true)
        }
        if let package, hasASGI, uses(names, "uvicorn") {
            return Finding("uvicorn --host 0.0.0.0 --port $PORT \(package).asgi:application", because: "manage.py, \(package)/asgi.py, uvicorn", isGuess: true)
        }
        return Finding("python manage.py runserver --noreload 0.0.0.0:$PORT", because: "manage.py, and no gunicorn or uvicorn", isGuess: true)
    }

    /// `app = Flask(…)`, `app = FastAPI(…)`: where it is, and the server among the dependencies that runs it.
    static func application(_ tree: SourceTree) throws(BuildFailure) -> Finding? {
        let names = try dependencies(tree)
        let kinds = [("FastAPI", true), ("Starlette", true), ("Flask", false)].filter { uses(names, $0.0.lowercased()) }
        for (kind, isASGI) in kinds {
            for path in modules.flatMap(tree.read).filter({ !$0.hasPrefix("tests/") }) {
                guard let text = tree.text(path), let variable = variable(text, kind), let module = module(path) else { continue }
                let server = (isASGI && (uses(names, "uvicorn") || names.contains("fastapi[standard]"))) ? "uvicorn" : !isASGI && uses(names, "gunicorn") ? "gunicorn" : nil
                let because = "\(path) (\(kind))" + (server.map { ", \($0)" } ?? "")
                switch server {
                case "uvicorn": return Finding("uvicorn --host 0.0.0.0 --port $PORT \(module):\(variable)", because: because, isGuess: true)
                case "gunicorn": return Finding("gunicorn --bind 0.0.0.0:$PORT \(module):\(variable)", because: because, isGuess: true)
                default:
                    if isASGI || text.contains("__main__") || !isName(module) { return Finding("python \(path)", because: because, isGuess: true) }
                    return Finding("flask --app \(module) run --host 0.0.0.0 --port $PORT", because: because, isGuess: true)
                }
            }
        }
        return nil
    }

    /// The name that a line `name = Kind(…)` at the margin gives.
    private static func variable(_ text: String, _ kind: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) {
            guard let equals = line.firstIndex(of: "="), line[line.index(after: equals)...].trimmed.hasPrefix("\(kind)(") else { continue }
            let name = line[..<equals].prefix { $0 != ":" }
            guard name.first?.isWhitespace == false else { continue }
            let plain = name.trimmed
            if isName(plain) { return plain }
        }
        return nil
    }

    /// "api/main.py" → "api.main"; nil when a part is no Python name, or the folder is only a place for packages.
    private static func module(_ path: String) -> String? {
        let parts = path.dropLast(3).split(separator: "/").map(String.init).filter { $0 != "__init__" }
        return !parts.isEmpty && parts.allSatisfy(isName) ? parts.joined(separator: ".") : nil
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first), text.utf8.count <= 100 else { return false }
        return text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }
    }
}
