package extension RegistryPlace {
    /// Whether an image lies here, by its name.
    func holds(_ image: String) -> Bool { ImageReference(image).lies(in: self) }
}
