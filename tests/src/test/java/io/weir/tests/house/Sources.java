package io.weir.tests.house;

import io.weir.tests.programs.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What Weir is made of: its modules, packages and types, but for those of tests. */
final class Sources {
  private static final String TOUR = "package-info";

  /** Where builds, Git and servers of other tests write, while somebody reads. */
  private static final Set<String> NO_SOURCES = Set.of(".git", "target", "node_modules", "data");

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

  /** All files below a directory but what was built, and what servers that run there keep. */
  static List<Path> files(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return !directory.equals(root)
                    && NO_SOURCES.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
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
