namespace DdosPipeline.Classic;

public enum ClassicSize
{
    Word = 0,
    Half = 0x08,
    Byte = 0x10,
}
