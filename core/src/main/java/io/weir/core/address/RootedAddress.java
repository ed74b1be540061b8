package io.weir.core.address;

/**
 * Addresses as one text, for protocols that name no topics but only paths: the first level is the
 * topic, the rest the key. Texts whose first level is no topic name ({@code /a}, {@code $SYS/x},
 * the empty one) are keys, whole, of one reserved topic.
 *
 * <p>A bijection between all well-formed texts and all addresses. In the reserved topic, a key that
 * would be an address by itself, were it not there, has the topic's name put in front as anywhere
 * else: {@code weir-root/a/b} is the key {@code a/b} there, and {@code weir-root//a} the key {@code
 * weir-root//a}, since {@code /a} is the text of the key {@code /a}.
 */
final class RootedAddress {
  /** The topic of all that hangs at the root, under no topic of its own. */
  static final TopicName ROOT = new TopicName("weir-root");

  private static final String ROOT_PREFIX = ROOT.text() + "/";

  private RootedAddress() {}

  static Address parse(String text) {
    return isKeyOfRoot(text) ? new Address(ROOT, text) : Address.parse(text);
  }

  static String text(Address address) {
    String key = address.key();
    return key != null && address.topic().equals(ROOT) && isKeyOfRoot(key)
        ? key
        : address.toString();
  }

  private static boolean isKeyOfRoot(String text) {
    int level = 0;
    while (text.startsWith(ROOT_PREFIX, level)) {
      level += ROOT_PREFIX.length();
    }
    int end = text.indexOf('/', level);
    return !TopicName.isName(text.substring(level, end < 0 ? text.length() : end));
  }
}
