namespace ServiceBalancer;

/// <summary>Spreads connections over slots: the same connection always has the same, also when its state was forgotten.</summary>
internal static class ConnectionHash
{
    public static uint Of(in ConnectionKey key)
    {
        uint hash = Mix(0x9e37_79b9, key.Client.Word0 ^ key.Client.Word1);
        hash = Mix(hash, key.Client.Word2 ^ key.Client.Word3);
        hash = Mix(hash, key.Server.Word2 ^ key.Server.Word3);
        hash = Mix(hash, (uint)key.ClientPort << 16 | key.ServerPort);
        hash = Mix(hash, key.Protocol);
        return hash ^ hash >> 16;
    }

    // A step of MurmurHash3 (Austin Appleby, public domain), by its description.
    private static uint Mix(uint hash, uint word)
    {
        word *= 0xcc9e_2d51;
        word = word << 15 | word >> 17;
        hash ^= word * 0x1b87_3593;
        hash = hash << 13 | hash >> 19;
        return hash * 5 + 0xe654_6b64;
    }
}
