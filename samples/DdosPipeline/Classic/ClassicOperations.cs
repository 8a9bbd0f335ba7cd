namespace DdosPipeline.Classic;

/// <summary>Operations of arithmetic (bits 4 to 7), of jumps, and codes of the other classes.</summary>
internal static class ClassicOperations
{
    public const int Add = 0x00;
    public const int Subtract = 0x10;
    public const int Multiply = 0x20;
    public const int Divide = 0x30;
    public const int Or = 0x40;
    public const int And = 0x50;
    public const int ShiftLeft = 0x60;
    public const int ShiftRight = 0x70;
    public const int Negate = 0x80;
    public const int Modulo = 0x90;
    public const int ExclusiveOr = 0xa0;

    public const int Always = 0x00;
    public const int Equal = 0x10;
    public const int Greater = 0x20;
    public const int GreaterOrEqual = 0x30;
    public const int BitsSet = 0x40;

    public const int ReturnK = 0x06;
    public const int ReturnA = 0x16;
    public const int TransferToX = 0x07;
    public const int TransferToA = 0x87;
}
