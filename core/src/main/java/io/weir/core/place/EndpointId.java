package io.weir.core.place;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The private endpoint of a customer's network through which a connection came, as its cloud's
 * balancer says. Written with the cloud: {@code aws:vpce-0a1b2c3d}, {@code azure:123456}, {@code
 * gcp:1234567890}, {@code alibaba:ep-2ze0}.
 *
 * @param cloud whose balancer said it
 * @param id as that cloud writes it; numbers without leading zeros
 */
public record EndpointId(Cloud cloud, String id) {

  /** Clouds whose balancers say through which endpoint a connection came. */
  public enum Cloud {
    /** PrivateLink: the id of a VPC endpoint. */
    AWS("[A-Za-z0-9-]{1,255}"),
    /** Private Link: a link id of 32 bits. */
    AZURE("0|[1-9][0-9]{0,9}"),
    /** Private Service Connect: a connection id of 64 bits; may be used anew after a deletion. */
    GCP("0|[1-9][0-9]{0,19}"),
    /** PrivateLink: the id of an endpoint. */
    ALIBABA("[A-Za-z0-9-]{1,255}");

    private final Pattern id;

    Cloud(String id) {
      this.id = Pattern.compile(id);
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final long MAX_AZURE = 0xFFFF_FFFFL;

  public EndpointId {
    if (!cloud.id.matcher(id).matches() || !isInRange(cloud, id)) {
      throw new IllegalArgumentException("'" + id + "' is no id of an endpoint of " + cloud.word());
    }
  }

  /**
   * Reads {@code cloud:id}.
   *
   * @throws IllegalArgumentException with a sentence that says what is expected
   */
  public static EndpointId parse(String text) {
    for (Cloud cloud : Cloud.values()) {
      String prefix = cloud.word() + ":";
      if (text.startsWith(prefix)) {
        return new EndpointId(cloud, text.substring(prefix.length()));
      }
    }
    throw new IllegalArgumentException(
        "expected a cloud (aws, azure, gcp, alibaba), a colon and the endpoint's id, for example"
            + " aws:vpce-0a1b2c3d, found '"
            + text
            + "'");
  }

  private static boolean isInRange(Cloud cloud, String id) {
    try {
      return switch (cloud) {
        case AWS, ALIBABA -> true;
        case AZURE -> Long.parseLong(id) <= MAX_AZURE;
        case GCP -> Long.toUnsignedString(Long.parseUnsignedLong(id)).equals(id);
      };
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return cloud.word() + ":" + id;
  }
}
