namespace BpfSharp.Loader;

/// <summary>A program calls a kernel function (kfunc) that the running kernel does not have.</summary>
public sealed class MissingKernelFunctionException : BpfException
{
    /// <summary>Makes an exception for a function.</summary>
    /// <param name="message">Which function and which kernel, and what to do.</param>
    /// <param name="functionName">The kernel's name of the function.</param>
    public MissingKernelFunctionException(string message, string functionName)
        : base(message)
    {
        FunctionName = functionName;
    }

    /// <summary>The kernel's name of the function, such as <c>bpf_iter_num_new</c>.</summary>
    public string FunctionName { get; }
}
