package io.weir.tests.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java that runs Maven but not Weir: 17 to 24, as the launcher looks for it before it runs the
 * tests.
 */
public final class OlderJdk {
  private static final Path PLACE = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION =
      Pattern.compile("(?m)^JAVA_VERSION=\"(1[7-9]|2[0-4])[.\"]");

  private OlderJdk() {}

  /** Where one is. */
  public static Path home() {
    try (Stream<Path> all = Files.list(PLACE)) {
      return all.filter(OlderJdk::isOne)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no Java 17 to 24 in " + PLACE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its feature version. */
  public static int version() {
    Matcher version = VERSION.matcher(release(home()));
    return version.find() ? Integer.parseInt(version.group(1)) : -1;
  }

  private static boolean isOne(Path home) {
    return VERSION.matcher(release(home)).find();
  }

  private static String release(Path home) {
    Path release = home.resolve("release");
    try {
      return Files.isReadable(release) ? Files.readString(release) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
