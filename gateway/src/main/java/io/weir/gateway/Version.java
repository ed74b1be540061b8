package io.weir.gateway;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** Which Weir this is. */
final class Version implements IVersionProvider {

  /** As the build wrote it into the jar; "development" where there is no jar. */
  static String text() {
    @Nullable String built = Version.class.getPackage().getImplementationVersion();
    return built == null ? "development" : built;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"weir " + text()};
  }
}
