package io.weir.tests.house;

import io.weir.tests.programs.Jvm;
import io.weir.tests.programs.Project;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The versions of the class files that Weir runs with, whether they lie in jars or not yet. */
final class ClassFiles {
  static final int OF_JAVA_25 = 69;

  private ClassFiles() {}

  /** By module, the versions that its classes have. */
  static Map<String, Set<Integer>> versionsByModule() throws IOException {
    Path root = Project.root().toRealPath();
    Map<String, Set<Integer>> versions = new TreeMap<>();
    for (String entry : Jvm.weirClassPath().split(File.pathSeparator)) {
      Path place = Path.of(entry);
      if (Files.exists(place) && place.toRealPath().startsWith(root)) {
        String module = root.relativize(place.toRealPath()).getName(0).toString();
        Set<Integer> found = versions.computeIfAbsent(module, unused -> new TreeSet<>());
        forEachClass(place, file -> found.add(version(file)));
      }
    }
    return versions;
  }

  private interface Visitor {
    void visit(Path classFile) throws IOException;
  }

  private static void forEachClass(Path place, Visitor visitor) throws IOException {
    if (Files.isDirectory(place)) {
      walk(place, visitor);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        walk(jar.getPath("/"), visitor);
      }
    }
  }

  private static void walk(Path directory, Visitor visitor) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        visitor.visit(file);
      }
    }
  }

  /** The major version of a class file. */
  static int version(Path file) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      in.readInt(); // the magic number
      in.readUnsignedShort(); // the minor version
      return in.readUnsignedShort();
    }
  }
}
