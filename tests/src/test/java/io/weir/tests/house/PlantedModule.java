package io.weir.tests.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A module of one class in the {@code @NullMarked} package {@code planted}, to be built as Weir's
 * own are.
 *
 * @param name its artifact, in Weir's group
 * @param type the class
 * @param source the class without its package
 * @param dependencies as {@code group:artifact}, in the versions that Weir has
 */
record PlantedModule(String name, String type, String source, List<String> dependencies) {

  /** One beside this that differs in its source. */
  PlantedModule repairedBySource(String other) {
    return new PlantedModule(name + "-repaired", type, other, dependencies);
  }

  /** One beside this that differs in its dependencies. */
  PlantedModule repairedByDependencies(List<String> others) {
    return new PlantedModule(name + "-repaired", type, source, others);
  }

  /** Writes it to a directory of its name, as a child of Weir's own POM. */
  void writeBelow(Path reactor, Path weirPom) throws IOException {
    Path directory = Files.createDirectories(reactor.resolve(name));
    Files.writeString(directory.resolve("pom.xml"), pom(directory.relativize(weirPom)));
    Path sources = Files.createDirectories(directory.resolve("src/main/java/planted"));
    Files.writeString(sources.resolve(type + ".java"), "package planted;\n\n" + source);
    Files.writeString(
        sources.resolve("package-info.java"),
        "@NullMarked\npackage planted;\n\nimport org.jspecify.annotations.NullMarked;\n");
  }

  private String pom(Path parent) {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <parent>
        <groupId>io.weir</groupId>
        <artifactId>weir</artifactId>
        <version>0.1.0-SNAPSHOT</version>
        <relativePath>%s</relativePath>
      </parent>
      <artifactId>%s</artifactId>
      <name>%s</name>
      <dependencies>%s</dependencies>
    </project>
    """
        .formatted(
            parent,
            name,
            name,
            dependencies.stream().map(PlantedModule::dependency).collect(Collectors.joining()));
  }

  private static String dependency(String name) {
    String[] parts = name.split(":", 2);
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId></dependency>"
        .formatted(parts[0], parts[1]);
  }
}
