package quan.conformance;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures to upload. */
public final class Pictures {
    private Pictures() {}

    public static byte[] png(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = picture.createGraphics();
        brush.setColor(Color.ORANGE);
        brush.fillRect(width / 4, height / 4, width / 2, height / 2);
        brush.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A right picture followed by so many bytes that it is over the limit of 2 MB. */
    public static byte[] tooBig() {
        return java.util.Arrays.copyOf(png(600, 600), 2 * 1024 * 1024 + 1);
    }
}
