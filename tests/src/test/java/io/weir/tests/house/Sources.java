package io.weir.tests.house;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Weir is made of: its modules, packages and types, but for those of tests. */
final class Sources {
  private static final String TOUR = "package-info";

  private Sources() {}

  /** The modules of the build, as the root names them. */
  static List<String> modules() {
    return Pom.root().modules().stream().map(Pom::module).toList();
  }

  /** Full names of the packages that hold anything. */
  static List<String> packages() {
    return classes().map(Sources::packageOf).distinct().toList();
  }

  /** Full names of the packages that have a tour. */
  static List<String> packagesWithTour() {
    return classes().filter(name -> name.endsWith(TOUR)).map(Sources::packageOf).toList();
  }

  /** Full names of the top-level types. */
  static List<String> types() {
    return classes().filter(name -> !name.endsWith(TOUR)).toList();
  }

  /** The tours of all packages. */
  static List<String> tours() {
    return roots()
        .flatMap(Sources::javaFiles)
        .filter(file -> file.endsWith(TOUR + ".java"))
        .map(Sources::text)
        .toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> classes() {
    return roots()
        .flatMap(root -> javaFiles(root).map(file -> root.relativize(file).toString()))
        .map(file -> file.replace(".java", "").replace('/', '.'));
  }

  private static String packageOf(String type) {
    return type.substring(0, type.lastIndexOf('.'));
  }

  private static Stream<Path> roots() {
    return modules().stream()
        .map(module -> Project.root().resolve(module).resolve("src/main/java"))
        .filter(Files::isDirectory);
  }

  private static Stream<Path> javaFiles(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
