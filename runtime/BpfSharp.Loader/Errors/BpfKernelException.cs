namespace BpfSharp.Loader;

/// <summary>The kernel refused an operation with an error number.</summary>
public class BpfKernelException : BpfException
{
    /// <summary>Makes an exception for an error number.</summary>
    /// <param name="message">What was refused and what to do.</param>
    /// <param name="errorNumber">The positive <c>errno</c> value.</param>
    public BpfKernelException(string message, int errorNumber)
        : base(message)
    {
        ErrorNumber = errorNumber;
    }

    /// <summary>The positive <c>errno</c> value, such as 16 for EBUSY.</summary>
    public int ErrorNumber { get; }
}
