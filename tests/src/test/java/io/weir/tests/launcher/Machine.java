package io.weir.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.programs.Command;
import io.weir.tests.programs.Outcome;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A machine below one directory: a PATH with the standard tools only, an empty home, and a project
 * of hardly more than the launcher. The places of the system where the launcher looks for a JDK are
 * below that directory too. JDKs and Maven, once installed, are scripts.
 */
final class Machine {
  /** What a POSIX system has, as far as the launcher uses it. */
  private static final List<String> TOOLS =
      List.of(
          "sh awk cat cut date dirname env find getconf git grep head id mkdir mv paste printf readlink rm sed sleep sort tail tee tr uname"
              .split(" "));

  /**
   * Where JDKs are on Debian and its like, with Homebrew, and on macOS, and what else is not found
   * by the PATH, by the file of the launcher that names it.
   */
  private static final Map<String, List<String>> PLACES =
      Map.of(
          "weir",
          List.of(
              "/usr/lib/jvm",
              "/opt/homebrew",
              "/usr/local/opt",
              "/home/linuxbrew",
              "/Library/Java",
              "/usr/libexec/java_home"),
          "tests/suites.sh",
          List.of("/usr/lib/jvm", "/usr/bin/python3", "/etc/debian_version"));

  private final Path root;
  private final Map<String, String> environment = new TreeMap<>();

  /** Sets it up; the directory may not have a space in its name, as none of {@link #PLACES} has. */
  Machine(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(home());
    Files.createDirectories(root.resolve("bin"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(root.resolve("bin").resolve(tool), onPath(tool));
    }
    file("my project/pom.xml", "<project/>");
    file("my project/core/pom.xml", "<project/>");
    file("my project/core/src/main/java/Core.java", "class Core {}");
    file("my project/core/src/test/java/CoreTest.java", "class CoreTest {}");
    for (String part : PLACES.keySet()) {
      script("my project/" + part, launcher(part));
    }
    age(project(), Duration.ofHours(2));
  }

  private String launcher(String part) throws IOException {
    String text = Files.readString(Project.root().resolve(part));
    for (String place : PLACES.getOrDefault(part, List.of())) {
      assertThat(text).as(part).contains(place);
      text = text.replace(place, root + place);
    }
    return text;
  }

  private static Path onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + tool + " on the PATH"));
  }

  Path home() {
    return root.resolve("home");
  }

  Path project() {
    return root.resolve("my project");
  }

  /** A place below this machine's root: {@code at("/usr/lib/jvm")}. */
  Path at(String place) {
    return root.resolve(place.substring(1));
  }

  Machine environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** A JDK that prints where it is and what it was told, one argument a line. */
  Path jdk(Path where, int version) throws IOException {
    String name = root.relativize(where).toString();
    file(name + "/release", "JAVA_VERSION=\"" + version + ".0.1\"\n");
    script(name + "/bin/javac", "#!/bin/sh\n");
    script(
        name + "/bin/java",
        """
        #!/bin/sh
        case $1 in
          -XshowSettings:properties) echo "    java.home = %1$s" >&2; exit ;;
        esac
        echo 'java of %1$s'
        for argument; do
          printf '[%%s]\\n' "$argument"
          case $argument in -XX:AOTCacheOutput=*) : >"${argument#*=}" ;; esac
        done
        """
            .formatted(where));
    return where;
  }

  /** A Maven that notes what it was told, and then does this in the project's directory. */
  Machine maven(String script) throws IOException {
    return program("mvn", "echo \"$*\" >>'" + root.resolve("maven.calls") + "'\n" + script);
  }

  /** What Maven was told, one line a call. */
  List<String> mavenCalls() throws IOException {
    Path calls = root.resolve("maven.calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** Puts a shell script on the PATH, in the place of what may be there. */
  Machine program(String name, String script) throws IOException {
    remove(name);
    script("bin/" + name, "#!/bin/sh\n" + script + "\n");
    return this;
  }

  void remove(String program) throws IOException {
    Files.deleteIfExists(root.resolve("bin").resolve(program));
  }

  /** Puts a link on the PATH. */
  void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(root.resolve("bin").resolve(name), target);
  }

  /** Writes a file of the project. */
  void edit(String file, String text) throws IOException {
    file("my project/" + file, text);
  }

  /** Sets everything in the project back in time, so that what changes from now on is newer. */
  void letTimePass() throws IOException {
    age(project(), Duration.ofHours(1));
  }

  /** Runs the launcher in the home directory. */
  Outcome weir(String... arguments) {
    return run(project().resolve("weir"), home(), arguments);
  }

  /** Runs the launcher by this path, which may be a link, in that directory. */
  Outcome run(Path launcher, Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    command.add("PATH=" + root.resolve("bin"));
    command.add("HOME=" + home());
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(launcher.toString());
    return Command.of(command.toArray(String[]::new)).and(arguments).in(directory).run();
  }

  /** Makes this machine a Debian. */
  void debian() throws IOException {
    file("etc/debian_version", "12\n");
  }

  private void script(String name, String text) throws IOException {
    Path file = file(name, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void age(Path directory, Duration by) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(by));
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
  }
}
