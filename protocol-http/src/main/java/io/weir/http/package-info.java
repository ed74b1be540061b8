/** HTTP: publish, read and manage topics with nothing but a web client. */
@NullMarked
package io.weir.http;

import org.jspecify.annotations.NullMarked;
